/** Several processes on one store and one broker share pauses, the request budget and the names of nodes. */
import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { allAre, stateOf } from '../support/looking-in.ts';
import { shared } from '../support/nodes.ts';
import { startCampus } from '../support/running-campus.ts';
import { allHaveLooked, fullSections, mailServer, statesOf, watch } from '../support/several-nodes.ts';

const LEASE_SECONDS = 4;
const parts = await shared(t, { LEASE_SECONDS: String(LEASE_SECONDS), CHECK_INTERVAL_SECONDS: '1' });

if (parts === undefined) t.pass('not tested', { skip: 'no MongoDB server or no Mosquitto' });
else {
  t.test('a pause applies to all nodes', async (t) => {
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
    // Looks that are under way still end: a busy machine takes a while. Then no node sends requests to the source.
    const before = await eventually(async () => {
      const requests = await asked();
      await setTimeout(6_000);
      return requests === (await asked()) && requests;
    });
    t.equal((await ben.operator('/api/v1/pause?scope=checks', { method: 'DELETE' })).status, 204);
    await eventually(async () => (await asked()) > before);
    for (const system of [ada, ben]) t.equal(await system.stop(), 0);
  });

  t.test('all nodes share one request budget', async (t) => {
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
    /** The requests in ten seconds, and how many the budget allows in the time that they really took. */
    const tenSeconds = async (): Promise<{ sent: number; earned: number }> => {
      const [from, before] = [performance.now(), await asked()];
      await setTimeout(10_000);
      return { sent: (await asked()) - before, earned: ((performance.now() - from) * PER_MINUTE) / 60_000 };
    };
    // The work of the dead node is taken over first. A busy machine takes longer.
    const { sent, earned } = await eventually(async () => {
      const found = await tenSeconds();
      return found.sent >= 0.7 * found.earned && found;
    });
    t.pass(`${sent} of ${Math.round(earned)} after one has died`);
    const total = await asked();
    const allowed = PER_MINUTE / 10 + ((performance.now() - startedAt) * PER_MINUTE) / 60_000 + 2;
    t.ok(total <= allowed, `${total} requests in total, ${Math.floor(allowed)} were allowed`);
    t.equal((await stateOf(systems[0]!, sections[0]!)).status, 'full');
    for (const system of systems.slice(0, 2)) t.equal(await system.stop(), 0);
  });

  t.test('when two nodes have the same NODE_ID, the earlier one ends with one line of advice', async (t) => {
    const campus = await startCampus(t, '--speed', '0');
    const environment = { ASU_CATALOG_URL: campus.catalogUrl, STORE_URL: parts.mongo.database(t), LOG_LEVEL: 'silent' };
    const earlier = await parts.start('hal', environment);
    const later = await parts.start('hal', { ...environment, DATA_DIR: t.testdir() });
    await eventually(() => earlier.process.exitCode !== null);
    t.equal(await earlier.stop(), 2);
    t.match(
      earlier.log.map(({ msg }) => msg),
      [/^pickmyclass: PMC_NODE_TAKEN NODE_ID=hal is used by a later process [^\n]* unset NODE_ID$/],
    );
    t.equal(earlier.log.length, 1);
    t.equal(await later.stop(), 0);
  });
}
