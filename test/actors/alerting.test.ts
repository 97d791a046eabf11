import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { alertingSpec } from '../../src/actors/alerting.ts';
import type { EmailMessage } from '../../src/actors/notifying/email.ts';
import { places } from '../../src/actors/places.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Readings } from '../../src/domain/readings.ts';
import { AlertBook } from '../../src/nodes/alert-book.ts';
import type { HealthReport } from '../../src/nodes/health.ts';
import { at } from '../../src/nodes/place.ts';
import { MailSeal } from '../../src/notify/mail-seal.ts';
import { protocol } from '../../src/runtime/index.ts';
import { ManualClock, recordingLog, settle, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { busOptions } from '../bus/support.ts';
import { eventually } from '../support/eventually.ts';
import { readings } from '../support/readings.ts';

const OPS = 'ops@example.edu';
const OBSERVE_MS = 2_000;
const seal = new MailSeal('a session secret of at least 32 characters');

/** The actor on a real store, a real broker and a real HTTP receiver; the mail actor is a stand-in. */
async function stage(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  const bus = new EmbeddedBus(busOptions({ clock }));
  await bus.start();
  const published: Alert[] = [];
  await bus.subscribe('pickmyclass/alerts/#', (_, payload) => published.push(JSON.parse(payload) as Alert));
  const posts: Alert[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      posts.push(JSON.parse(body) as Alert);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as { port: number };
  const mails: string[] = [];
  let letters = 0;
  let publishes = true;
  const vitals = async () => ({
    health: {} as HealthReport,
    readings: readings({ at: clock.now(), stored: { ...readings().stored!, deadLetters: letters } }) satisfies Readings,
  });
  const email = {
    type: 'actor' as const,
    accepts: protocol<EmailMessage>({ wake: {}, send: { mail: 'string', replyTo: 'ref' } }),
    start: (context: { tell: (to: never, message: never) => void }) => ({
      receive: (message: EmailMessage) => {
        if (message.type !== 'send') return;
        const { to, subject } = seal.open(message.mail)!;
        mails.push(`${to}: ${subject}`);
        context.tell(message.replyTo as never, { outcome: 'sent' } as never);
      },
    }),
  };
  const spec = alertingSpec(
    {
      config: { operatorEmails: [OPS], alertWebhook: `http://127.0.0.1:${port}/` },
      members: {
        get publishes() {
          return publishes;
        },
      },
      bus,
      store,
    },
    {
      book: new AlertBook(store.incidents, { clock, log: recordingLog() }),
      vitals,
      email: places.email.on('n'),
      seal,
      publicUrl: () => 'http://campus.example',
    },
  );
  const test = await testSystem(
    t,
    supervise('root', [supervise('notifying', [at(places.email, email as never)]), at(places.alerting, spec)]),
    { transport: bus, clock },
  );
  t.teardown(async () => {
    receiver.close();
    await bus.close();
    await store.close();
  });
  await test.system.start();
  await clock.advance(0);
  return {
    clock,
    bus,
    posts,
    mails,
    published: (): Alert[] => published.splice(0),
    setLetters: (count: number) => void (letters = count),
    setPublishes: (is: boolean) => void (publishes = is),
  };
}

t.test('alerts are published at the start, when they change, and when the broker has lost them', async (t) => {
  const on = await stage(t);
  const all = on.published();
  t.ok(all.some(({ name }) => name === 'store-down') && all.every(({ firing }) => !firing));
  await on.clock.advance(60_000);
  t.same(on.published(), []);
  on.setLetters(12);
  await on.clock.advance(OBSERVE_MS);
  t.match(on.published(), [{ name: 'dead-letters', severity: 'warning', firing: true, value: 12, threshold: 10 }]);
  on.setLetters(13);
  await on.clock.advance(OBSERVE_MS);
  t.same(on.published(), [], 'a value alone is no news');
  await on.clock.advance(30_000);
  t.same(
    on
      .published()
      .map(({ name, value }) => `${name} ${value}`)
      .toSorted(),
    ['dead-letters 13', 'dead-letters-many 13'],
  );
  await on.bus.close();
  await on.bus.start();
  await on.clock.advance(OBSERVE_MS);
  t.equal(on.published().length, all.length);
});

t.test('operators are told by mail and webhook, once of the start and once of the end', async (t) => {
  const on = await stage(t);
  on.setLetters(12);
  await on.clock.advance(OBSERVE_MS);
  await eventually(() => on.posts.length > 0 && on.mails.length > 0);
  await on.clock.advance(60_000);
  on.setLetters(0);
  await on.clock.advance(OBSERVE_MS);
  await eventually(() => on.posts.length > 1 && on.mails.length > 1);
  await on.clock.advance(60_000);
  await settle();
  t.same(on.mails, [`${OPS}: PickMyClass: dead-letters (warning)`, `${OPS}: PickMyClass: dead-letters is over`]);
  t.match(on.posts, [
    { name: 'dead-letters', firing: true },
    { name: 'dead-letters', firing: false },
  ]);
  t.equal(on.posts.length, 2);
});

t.test('a node without the duty of publishing does nothing', async (t) => {
  const on = await stage(t);
  on.published();
  on.setPublishes(false);
  on.setLetters(12);
  await on.clock.advance(60_000);
  t.same([on.published(), on.mails, on.posts], [[], [], []]);
});
