import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { observe } from '../../../src/domain/change.ts';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import { wholeSections } from '../../../src/checking/looking/whole-sections.ts';
import type { KnownSection, SectionCommit } from '../../../src/store/sections.ts';
import { LEASE_MS, lookAt, OPEN } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import type { Command } from '../../support/mongo-commands.ts';
import { explained, loggingTo } from '../../support/mongo-commands.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { fillWithWatches } from '../../support/watched-store.ts';
import { timeOf } from './harness.ts';

const SECTIONS = 1_000;
const COURSES = 150;
const WATCHES = 4_000;
const OPENINGS = 10;
const BATCH = 100;
const ALLOWED = 4 * Math.ceil(SECTIONS / BATCH) + 14;
const DELIVERY_ALLOWED = 16;
const TOLD = (OPENINGS * WATCHES) / SECTIONS;

const clock = new ManualClock();
const keys = Array.from({ length: SECTIONS }, (_, index) => `asu/2267/${10_000 + index}`);
const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('a cycle needs no command per section or watcher, and no query scans a whole collection', async (t) => {
    const url = server.database(t);
    const commands: Command[] = [];
    const store = new MongoStore(url, timeOf(clock), loggingTo(commands));
    t.teardown(() => store.close());
    await store.open();
    await fill(t, url);

    commands.length = 0;
    await cycle(t, store);
    const ofCycle = commands.splice(0);
    t.ok(ofCycle.length <= ALLOWED, `at most ${ALLOWED} commands: ${told(ofCycle)}`);
    await deliver(t, store);
    t.ok(commands.length <= DELIVERY_ALLOWED, `at most ${DELIVERY_ALLOWED} commands: ${told(commands)}`);

    const plans = await explained(t, url, [...ofCycle, ...commands]);
    t.same(
      [...plans].filter(([, plan]) => !plan.includes('IXSCAN') || plan.includes('COLLSCAN')),
      [],
    );
  });

  t.test('what is published is read from the primary, a search from where the URL says', async (t) => {
    const commands: Command[] = [];
    const store = new MongoStore(`${server.database(t)}?readPreference=secondaryPreferred`, timeOf(clock), {
      ...loggingTo(commands),
      directConnection: false,
    });
    t.teardown(() => store.close());
    await store.open();
    commands.length = 0;
    await store.sections.search('asu', null, ['algorithms'], 10);
    const readsOf = (): unknown[] => commands.splice(0).map(({ command }) => command['$readPreference']?.mode);
    t.same(readsOf(), ['secondaryPreferred', 'secondaryPreferred']);
    await store.sections.page(null, 10);
    await store.sections.states(['asu/2267/10000']);
    t.same(
      readsOf().filter((mode) => mode === 'secondaryPreferred'),
      [],
    );
  });
}

/** Claims, looks at, commits and announces everything that is due. */
async function cycle(t: Test, { sections, notifications, budgets }: MongoStore): Promise<void> {
  t.equal((await sections.watched('asu', null)).sections.length, SECTIONS);
  const requests = [{ term: '2267', subject: 'CSE' }];
  const claimed = await wholeSections(sections, await sections.claim('asu', { requests }, 'one', LEASE_MS));
  t.equal(claimed.length, SECTIONS);
  t.same(await budgets.take('source.example', 1_000_000, COURSES, 0), { granted: COURSES, waitMs: 0 });
  for (let start = 0; start < SECTIONS; start += BATCH) {
    const { lost } = await sections.commit(
      'one',
      claimed.slice(start, start + BATCH).map((section, index) => lookedAt(section, start + index)),
    );
    t.same(lost, []);
  }
  t.same(await notifications.fanOut(1_000), { changes: OPENINGS * 2, notifications: TOLD });
}

async function deliver(t: Test, { notifications }: MongoStore): Promise<void> {
  const mails = await notifications.claim('email', 'mailer', LEASE_MS, 1_000);
  t.equal(mails.length, TOLD);
  await notifications.record(
    'mailer',
    mails.map(({ id }) => ({ id, outcome: 'sent' })),
  );
  t.equal(await notifications.nextDueInMs('email'), null);
}

/** Openings are spread over the cycle. */
function lookedAt({ section, state }: KnownSection, index: number): SectionCommit {
  const opens = index % Math.floor(SECTIONS / OPENINGS) === 0 && index / Math.floor(SECTIONS / OPENINGS) < OPENINGS;
  const look = { subject: state!.subject, catalogNumber: state!.catalogNumber, ...(opens && OPEN) };
  const observed = observe('asu', state, lookAt(section, look), new Date(clock.now()).toISOString());
  return {
    section,
    expectedVersion: 1,
    ...observed,
    unknown: false,
    missing: false,
    failures: 0,
    demand: 0,
    dueInMs: LEASE_MS,
  };
}

/** Due sections with a state, each with four watches. */
async function fill(t: Test, url: string): Promise<void> {
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  const seen = keys.map((key, index) =>
    lookAt(key, { subject: 'CSE', catalogNumber: String(100 + (index % COURSES)) }),
  );
  await fillWithWatches(client.db(), seen, WATCHES / SECTIONS, clock.now(), 0);
}

/** How many of each there are. */
function told(commands: Command[]): string {
  const counts = new Map<string, number>();
  for (const { name, collection } of commands)
    counts.set(`${name} ${collection}`, (counts.get(`${name} ${collection}`) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} ${what}`).join(', ');
}
