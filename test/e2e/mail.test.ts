/** The mails of the real program, as a student's mail server gets them. */
import t from 'tap';
import type { DeadLetter } from '../../src/store/dead-letters.ts';
import type { Watch } from '../../src/domain/watch.ts';
import { MailServer, no } from '../notify/mail-server.ts';
import type { CollectedSpan } from '../support/collector.ts';
import { collector, treeOf } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { startPlainCampus, TERM } from '../support/plain-campus.ts';
import { OPERATOR_TOKEN, startSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

/** The look that found the change and what followed, each step with the steps above it. */
const COMMIT = 'look > commit';
const TREE = [
  'look',
  'look > claim',
  'look > wait for turn',
  'look > queue',
  'look > ask source',
  'look > diff',
  COMMIT,
  `${COMMIT} > fan out`,
  `${COMMIT} > publish`,
  `${COMMIT} > publish`,
  `${COMMIT} > notification queued`,
  `${COMMIT} > send email`,
  `${COMMIT} > send email`,
];

t.test(
  'a refused mail is a dead letter until its replay, a deferred one is sent again, and one click ends the watch',
  async (t) => {
    const server = await new MailServer().listen();
    t.teardown(() => server.close());
    const traces = await collector(t);
    const campus = await startPlainCampus(t, [
      { number: '10001', subject: 'CSE', catalog: '101', capacity: 30, enrolled: 30 },
    ]);
    const [section] = campus.classes;
    const system = await startSystem(t, t.testdir(), {
      ASU_CATALOG_URL: campus.catalogUrl,
      SMTP_URL: server.url,
      CHECK_INTERVAL_SECONDS: '1',
      CHECK_SCHEDULE: 'fixed',
      OTEL_EXPORTER_OTLP_ENDPOINT: traces.server.url,
    });
    const ada = await signIn(system, 'ada@example.edu', async () => server.received.map(({ mail }) => mail));
    const statusIs = (status: string) =>
      eventually(async () => {
        const state = (await (await fetch(`${system.url}/api/v1/sections/asu/${TERM}/10001`)).json()) as {
          status: string;
        };
        return state.status === status;
      });
    const watches = async (): Promise<Watch[]> =>
      ((await (await ada.api('/api/v1/watches')).json()) as { watches: Watch[] }).watches;
    const deadLetters = async (): Promise<DeadLetter[]> =>
      ((await (await system.operator('/api/v1/dead-letters')).json()) as { deadLetters: DeadLetter[] }).deadLetters;
    t.equal((await ada.api('/api/v1/watches', { method: 'POST', json: { section: `asu/${TERM}/10001` } })).status, 201);
    await statusIs('full');

    server.answers = { rcpt: () => no(550) };
    section!.enrolled = 29;
    const [letter] = await eventually(async () => {
      const letters = await deadLetters();
      return letters.length > 0 && letters;
    });
    t.match(letter, { kind: 'notification', attempts: 1 }, 'refused permanently, so not retried');
    server.answers = {};
    const cli = { DATA_DIR: system.dataDir, OPERATOR_TOKEN };
    t.match(await pickmyclass(['dead-letters', 'list'], cli), { code: 0, stdout: new RegExp(letter!.id) });
    t.match(await pickmyclass(['dead-letters', 'replay', letter!.id], cli), { code: 0 });
    await eventually(async () => (await ada.mails()).length === 1);
    t.same(await deadLetters(), []);
    t.match(await pickmyclass(['dead-letters', 'replay', letter!.id], cli), {
      code: 1,
      stderr: /PMC_DEAD_LETTER_NOT_FOUND/,
    });

    section!.enrolled = 30;
    await statusIs('full');
    const offered: string[] = [];
    server.answers = { data: ({ mail }) => (offered.push(mail.messageId ?? '') === 1 ? no(451) : undefined) };
    section!.enrolled = 28;
    const [first, again] = await eventually(async () => {
      const mails = await ada.mails();
      return mails.length === 2 && mails;
    });
    t.same(first!.changes, [`asu/${TERM}/10001#2:opened`]);
    t.same(again!.changes, [`asu/${TERM}/10001#4:opened`]);
    t.same(offered, [again!.messageId, again!.messageId], 'both attempts have the same Message-ID');
    t.not(first!.messageId, again!.messageId);

    t.match(await (await fetch(again!.unsubscribe)).text(), /CSE 101 · 10001/);
    t.equal((await watches()).length, 1, 'opening the link changes nothing');
    const click = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
    t.equal((await fetch(again!.unsubscribe, click)).status, 200);
    t.same(await watches(), []);

    await system.stop();
    const spans = traces.spans();
    const lookOf = (change: string) => {
      const commit = spans.find(({ attributes }) => String(attributes['pickmyclass.changes']).includes(change));
      return spans.filter(({ trace }) => trace === commit?.trace);
    };
    const look = lookOf(`asu/${TERM}/10001#4:opened`);
    t.same(treeOf(look).toSorted(), TREE.toSorted());
    t.match(byName(look, 'ask source'), {
      kind: 3,
      attributes: { 'pickmyclass.way': 'api', 'http.response.status_code': 200, 'server.address': '127.0.0.1' },
    });
    t.match(byName(look, 'publish'), {
      attributes: { 'messaging.destination.name': `pickmyclass/changes/asu/${TERM}/10001/opened` },
    });
    t.same(
      look.filter(({ name }) => name === 'send email').map(({ error }) => error),
      ['retry', null],
    );
    t.ok(look.every(({ resource }) => resource['service.instance.id'] === 'test'));
    t.match(byName(lookOf(`asu/${TERM}/10001#2:opened`), 'send email'), { error: 'dead' });
    t.notMatch(traces.text(), /ada@|example\.edu|token|https?:|@/, 'no address, token or URL');
  },
);

function byName(spans: readonly CollectedSpan[], wanted: string): CollectedSpan | undefined {
  return spans.find(({ name }) => name === wanted);
}
