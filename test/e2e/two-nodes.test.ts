/**
 * Two processes on one store and one broker are one system: for students, for programs, for operators and for the
 * source.
 */
import { setTimeout } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import type { NodeReport } from '../../src/nodes/node-report.ts';
import type { Change } from '../../src/domain/change.ts';
import { MailServer } from '../notify/mail-server.ts';
import { changesIn } from '../support/accepted-mails.ts';
import { eventually } from '../support/eventually.ts';
import { allAre, stateOf } from '../support/looking-in.ts';
import { shared } from '../support/nodes.ts';
import type { RunningCampus } from '../support/running-campus.ts';
import { startCampus } from '../support/running-campus.ts';
import { OPERATOR_TOKEN } from '../support/running-system.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { livePage, signIn } from '../support/student.ts';
import { byRole, openBrowser, openPage } from '../web/app/support/browser.ts';

// A busy machine takes several times as long.
t.setTimeout(300_000);

const LEASE_SECONDS = 4;
const parts = await shared(t, { LEASE_SECONDS: String(LEASE_SECONDS), CHECK_INTERVAL_SECONDS: '1' });

async function nodesOf(system: RunningSystem): Promise<NodeReport[]> {
  return ((await (await system.operator('/api/v1/nodes')).json()) as { nodes: NodeReport[] }).nodes;
}

const statesOf = async (system: RunningSystem): Promise<string[]> =>
  (await nodesOf(system)).map(({ node, state }) => `${node} ${state}`);

/** Everything that is published, by topic and by change. */
async function readPublic(t: Test, port: number): Promise<{ changes: string[]; online: Map<string, boolean> }> {
  const client = await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4 });
  t.teardown(() => client.endAsync(true));
  const changes: string[] = [];
  const online = new Map<string, boolean>();
  client.on('message', (topic, payload) => {
    if (topic.startsWith('pickmyclass/nodes/'))
      online.set(topic.split('/')[2]!, (JSON.parse(payload.toString()) as { online: boolean }).online);
    else changes.push((JSON.parse(payload.toString()) as Change).id);
  });
  await client.subscribeAsync(['pickmyclass/changes/#', 'pickmyclass/nodes/#'], { qos: 1 });
  return { changes, online };
}

/** Whether this node's own browsers have asked the source: a look that is queued waits for them to start. */
async function hasLooked(system: RunningSystem): Promise<boolean> {
  return /^pickmyclass_requests_total\{.*\} [1-9]/m.test(await (await system.operator('/metrics')).text());
}

async function allHaveLooked(systems: RunningSystem[]): Promise<void> {
  await eventually(async () => (await Promise.all(systems.map(hasLooked))).every(Boolean));
}

async function watch(system: RunningSystem, mails: MailServer, sections: string[]): Promise<void> {
  const ada = await signIn(system, 'ada@example.edu', async () => mails.received.map(({ mail }) => mail));
  for (const section of sections) {
    const answer = await ada.api('/api/v1/watches', { method: 'POST', json: { section } });
    if (answer.status !== 201) throw new Error(`${section}: ${answer.status} ${await answer.text()}`);
  }
}

async function mailServer(t: Test): Promise<MailServer> {
  const mails = await new MailServer().listen();
  t.teardown(() => mails.close());
  return mails;
}

const fullSections = async (campus: RunningCampus, count: number): Promise<string[]> =>
  (await campus.sections(`status=full&limit=${count}`)).map(({ section }) => section);

if (parts === undefined) t.pass('not tested', { skip: 'no MongoDB server or no Mosquitto' });
else {
  t.test(
    'what one of them sees is told once, on the pages of both; one that dies in the middle of a cycle is replaced by the other',
    async (t) => {
      const campus = await startCampus(t, '--speed', '0');
      const sections = await fullSections(campus, 8);
      const [first, second] = sections as [string, string];
      const mails = await mailServer(t);
      const environment = { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url };
      const ada = await parts.start('ada', environment);
      const ben = await parts.start('ben', environment);
      const published = await readPublic(t, parts.broker.port);
      await watch(ada, mails, sections);
      await eventually(() => allAre(ben, sections, 'full'));
      await eventually(
        async () =>
          (await statesOf(ada)).join() === 'ada online,ben online' &&
          (await statesOf(ben)).join() === 'ada online,ben online',
      );
      t.match(await nodesOf(ben), [
        {
          node: 'ada',
          self: false,
          publishes: true,
          health: { status: 'healthy' },
          tree: { id: 'root', children: [{ id: 'bus' }] },
        },
        {
          node: 'ben',
          self: true,
          publishes: false,
          health: { status: 'healthy' },
          tree: { id: 'root', children: [{ id: 'bus' }] },
        },
      ]);
      t.same(
        [...published.online],
        [
          ['ada', true],
          ['ben', true],
        ],
      );

      const pages = [await livePage(ada, [first]), await livePage(ben, [first])];
      t.teardown(() => {
        for (const page of pages) page.close();
      });
      await campus.openSeat(first);
      const opened = `${first}#2:opened`;
      const toldTo = (frames: { type: string }[]): string[] =>
        frames.flatMap((frame) =>
          frame.type === 'change' ? [(frame as unknown as { change: Change }).change.id] : [],
        );
      await eventually(() => pages.every(({ frames }) => toldTo(frames).includes(opened)));
      const mailed = (): string[] => mails.received.flatMap(changesIn);
      await eventually(() => mailed().includes(opened) && published.changes.includes(opened));

      const { browser } = await openBrowser(t);
      const { page, says } = await openPage(t, browser, `${ben.url}/operator`);
      await page.locator('#token').fill(OPERATOR_TOKEN);
      await page.locator(byRole('button', 'Continue')).click();
      await says('.members-status', 'All 2 nodes answer.');

      await campus.misbehave({ latencyMs: 1_500 });
      await ada.operator('/api/v1/cycles', { method: 'POST' });
      await eventually(async () =>
        (await nodesOf(ada)).some(({ self, cycle }) => self && cycle !== null && cycle.finishedAt === undefined),
      );
      await ada.kill();
      await campus.openSeat(second);
      await says('.members-status', 'Node ada is lost since');
      await campus.behave();
      await eventually(async () => (await nodesOf(ben)).some(({ node, publishes }) => node === 'ben' && publishes));
      await eventually(
        () => mailed().includes(`${second}#2:opened`) && published.changes.includes(`${second}#2:opened`),
      );
      t.equal(published.online.get('ada'), false, 'its last will says so');
      t.match(await nodesOf(ben), [
        { node: 'ada', state: 'lost', tree: null },
        { node: 'ben', state: 'online' },
      ]);
      for (const told of [toldTo(pages[1]!.frames), mailed(), published.changes])
        t.equal(new Set(told).size, told.length, 'nothing was told twice');

      const again = await parts.start('ada', environment);
      await eventually(async () => (await statesOf(ben)).join() === 'ada online,ben online');
      t.equal(await again.stop(), 0);
      await eventually(async () => (await statesOf(ben)).join() === 'ben online');
      t.equal(await ben.stop(), 0);
    },
  );

  t.test('a stop switch is for all of them', async (t) => {
    const campus = await startCampus(t, '--speed', '0');
    const sections = await fullSections(campus, 4);
    const mails = await mailServer(t);
    const storeUrl = parts.mongo.database(t);
    const environment = { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url, STORE_URL: storeUrl };
    const [ada, ben] = await Promise.all([parts.start('cy', environment), parts.start('dee', environment)]);
    await watch(ada, mails, sections);
    await eventually(() => allAre(ben, sections, 'full'));
    await eventually(async () => (await statesOf(ada)).length === 2);
    await allHaveLooked([ada, ben]);
    t.equal(
      (await ada.operator('/api/v1/pause', { method: 'POST', body: JSON.stringify({ scope: 'checks' }) })).status,
      200,
    );
    const asked = async (): Promise<number> => (await campus.overview()).requests['classes']!;
    // A look that was under way may still end.
    let before = -1;
    await eventually(async () => {
      const last = before;
      before = await asked();
      return before === last;
    });
    await setTimeout(4_000);
    t.equal(await asked(), before, 'nobody asks the source');
    t.equal((await ben.operator('/api/v1/pause?scope=checks', { method: 'DELETE' })).status, 204);
    await eventually(async () => (await asked()) > before);
    for (const system of [ada, ben]) t.equal(await system.stop(), 0);
  });

  t.test('the budget is one, however many they are', async (t) => {
    const PER_MINUTE = 120;
    const campus = await startCampus(t, '--speed', '0');
    const courses = new Map(
      (await campus.sections('status=full&limit=400')).map((row) => [`${row.subject}`, row.section]),
    );
    const sections = [...courses.values()].slice(0, 10);
    const mails = await mailServer(t);
    const environment = {
      ASU_CATALOG_URL: campus.catalogUrl,
      SMTP_URL: mails.url,
      STORE_URL: parts.mongo.database(t),
      CHECK_BUDGET_PER_MINUTE: String(PER_MINUTE),
    };
    const systems = await Promise.all(['eva', 'fay', 'gil'].map((node) => parts.start(node, environment)));
    const startedAt = performance.now();
    await watch(systems[0]!, mails, sections);
    await eventually(() => allAre(systems[1]!, sections, 'full'));
    await allHaveLooked(systems);
    await systems[2]!.kill();
    const asked = async (): Promise<number> => (await campus.overview()).requests['classes']!;
    const before = { at: performance.now(), requests: await asked() };
    await setTimeout(10_000);
    const after = { at: performance.now(), requests: await asked() };
    const earned = (sinceMs: number): number => ((after.at - sinceMs) * PER_MINUTE) / 60_000;
    t.ok(
      after.requests <= PER_MINUTE / 10 + earned(startedAt) + 2,
      `${after.requests} requests in all, a full bucket and ${Math.round(earned(startedAt))} were allowed`,
    );
    t.ok(
      after.requests - before.requests >= 0.7 * earned(before.at),
      `${after.requests - before.requests} of ${Math.round(earned(before.at))} after one has died: it took nothing along`,
    );
    t.equal((await stateOf(systems[0]!, sections[0]!)).status, 'full');
    for (const system of systems.slice(0, 2)) t.equal(await system.stop(), 0);
  });

  t.test('of two with one NODE_ID the earlier one ends, and says in one line what to do', async (t) => {
    const campus = await startCampus(t, '--speed', '0');
    const environment = { ASU_CATALOG_URL: campus.catalogUrl, STORE_URL: parts.mongo.database(t), LOG_LEVEL: 'silent' };
    const earlier = await parts.start('hal', environment);
    const later = await parts.start('hal', { ...environment, DATA_DIR: t.testdir() });
    await eventually(() => earlier.process.exitCode !== null);
    t.equal(earlier.process.exitCode, 2);
    t.match(
      earlier.log.map(({ msg }) => msg),
      [/^pickmyclass: PMC_NODE_TAKEN NODE_ID=hal is used by a later process [^\n]* unset NODE_ID$/],
    );
    t.equal(earlier.log.length, 1);
    t.equal(await later.stop(), 0);
  });
}
