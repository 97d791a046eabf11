/** Several processes on one store and one broker share pauses, the request budget and the names of nodes. */
import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { allAre, stateOf } from '../support/looking-in.ts';
import { shared } from '../support/nodes.ts';
import { startCampus } from '../support/running-campus.ts';
import { allHaveLooked, mailServer, statesOf, watch } from '../support/several-nodes.ts';

const LEASE_SECONDS = 4;
const PER_MINUTE = 120;
/** Long enough for several looks of every node. */
const QUIET_MS = 3_000;
const WINDOW_MS = 8_000;
const parts = await shared(t, {
  LEASE_SECONDS: String(LEASE_SECONDS),
  CHECK_INTERVAL_SECONDS: '1',
  CHECK_BUDGET_PER_MINUTE: String(PER_MINUTE),
  LOG_LEVEL: 'silent',
});

if (parts === undefined) t.pass('not tested', { skip: 'no MongoDB server or no Mosquitto' });
else {
  const campus = await startCampus(t, '--speed', '0');
  const courses = new Map(
    (await campus.sections('status=full&limit=400')).map((row) => [row.subject, row.section] as const),
  );
  const sections = [...courses.values()].slice(0, 10);
  const mails = await mailServer(t);
  const environment = { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url };
  const [ada, ben, cy] = await Promise.all([
    parts.start('ada', environment),
    parts.start('ben', environment),
    parts.start('cy', environment),
  ]);
  await watch(ada, mails, sections);
  await eventually(() => allAre(ben, sections, 'full'));
  await eventually(async () => (await statesOf(ada)).length === 3);
  await allHaveLooked([ada, ben, cy]);
  const asked = async (): Promise<number> => (await campus.overview()).requests['classes']!;
  let askedBefore = 0;
  /** When the checks were still quiet after the pause. */
  let quietAt = 0;

  t.test('a pause applies to all nodes', async (t) => {
    const pause = { method: 'POST', body: JSON.stringify({ scope: 'checks' }) };
    t.equal((await ada.operator('/api/v1/pause', pause)).status, 200);
    // Looks that are under way still end: a busy machine takes a while. Then no node sends requests to the source.
    askedBefore = await eventually(async () => {
      const requests = await asked();
      await setTimeout(QUIET_MS);
      return requests === (await asked()) && requests;
    });
    quietAt = performance.now();
    t.equal((await ben.operator('/api/v1/pause?scope=checks', { method: 'DELETE' })).status, 204);
    await eventually(async () => {
      const at = performance.now();
      const goesOn = (await asked()) > askedBefore;
      if (!goesOn) quietAt = at;
      return goesOn;
    });
  });

  t.test('all nodes share one request budget', async (t) => {
    await cy.kill();
    /** The requests in some seconds, and how many the budget allows in the time that they really took. */
    const inWindow = async (): Promise<{ sent: number; earned: number }> => {
      const [from, before] = [performance.now(), await asked()];
      await setTimeout(WINDOW_MS);
      return { sent: (await asked()) - before, earned: ((performance.now() - from) * PER_MINUTE) / 60_000 };
    };
    // The work of the dead node is taken over first. A busy machine takes longer.
    const { sent, earned } = await eventually(async () => {
      const found = await inWindow();
      return found.sent >= 0.7 * found.earned && found;
    });
    t.pass(`${sent} of ${Math.round(earned)} after one has died`);
    const total = (await asked()) - askedBefore;
    const allowed = PER_MINUTE / 10 + ((performance.now() - quietAt) * PER_MINUTE) / 60_000 + 2;
    t.ok(total <= allowed, `${total} requests since the pause, ${Math.floor(allowed)} were allowed`);
    t.equal((await stateOf(ada, sections[0]!)).status, 'full');
  });

  t.test('when two nodes have the same NODE_ID, the earlier one ends with one line of advice', async (t) => {
    const later = await parts.start('ada', { ...environment, DATA_DIR: t.testdir() });
    await eventually(() => ada.process.exitCode !== null);
    t.equal(await ada.stop(), 2);
    t.match(
      ada.log.map(({ msg }) => msg),
      [/^pickmyclass: PMC_NODE_TAKEN NODE_ID=ada is used by a later process [^\n]* unset NODE_ID$/],
    );
    t.equal(ada.log.length, 1);
    for (const system of [ben, later]) t.equal(await system.stop(), 0);
  });
}
