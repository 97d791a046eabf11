/** The store, both, then the broker are down: two processes wait, report it, continue, and lose or repeat nothing. */
import { setTimeout } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import type { Change } from '../../src/domain/change.ts';
import type { HealthCheckName } from '../../src/nodes/health.ts';
import { AcceptedMails } from '../support/accepted-mails.ts';
import { eventually } from '../support/eventually.ts';
import { allAre, healthOf, openingsOf } from '../support/looking-in.ts';
import { shared } from '../support/nodes.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

const AWAY_MS = 20_000;
const STUDENTS = ['ada', 'ben'];
const parts = await shared(t, { CHECK_INTERVAL_SECONDS: '3', CHECK_SCHEDULE: 'fixed', LOG_LEVEL: 'warn' });

/** The changes other programs hear of, through a client that connects again by itself. */
async function readChanges(t: Test, port: number): Promise<Set<string>> {
  const client = await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4, reconnectPeriod: 200 });
  t.teardown(() => client.endAsync(true));
  const changes = new Set<string>();
  client.on('message', (_, payload) => changes.add((JSON.parse(payload.toString()) as Change).id));
  await client.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  return changes;
}

if (parts === undefined || !parts.mongo.own)
  t.pass('not tested', { skip: "no MongoDB server of the test's own, or no Mosquitto" });
else {
  const { mongo, broker } = parts;
  /** What happens every ten seconds, and the checks that fail from then on. */
  const steps: [does: () => Promise<unknown>, failing: HealthCheckName[]][] = [
    [() => mongo.kill(), ['store']],
    [() => broker.kill(), ['store', 'bus']],
    [() => mongo.restart(), ['bus']],
    [() => broker.start(), []],
  ];

  t.test(
    'store and broker are down for 20 s, half of it together: no crash, unhealthy, nothing lost, nothing sent twice',
    async (t) => {
      const campus = await startCampus(t, '--speed', '0');
      const sections = (await campus.sections(`status=full&limit=${steps.length}`)).map(({ section }) => section);
      const mails = await AcceptedMails.listen(t, 0);
      const systems = await Promise.all(
        ['ada', 'ben'].map((node) => parts.start(node, { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url })),
      );
      const [first] = systems as [RunningSystem];
      for (const name of STUDENTS) {
        const student = await signIn(first, `${name}@example.edu`, () => Promise.resolve(mails.received));
        for (const section of sections)
          t.equal((await student.api('/api/v1/watches', { method: 'POST', json: { section } })).status, 201);
      }
      await eventually(() => allAre(first, sections, 'full'));
      const published = await readChanges(t, broker.port);
      const failing = async (system: RunningSystem): Promise<string[]> => {
        const { checks } = await healthOf(system);
        return (['store', 'bus'] as const).filter((name) => checks[name].status !== 'healthy');
      };

      for (const [index, [does, expected]] of steps.entries()) {
        const until = performance.now() + AWAY_MS / 2;
        await does();
        // Sent when everything is back, whenever it happened.
        await campus.openSeat(sections[index]!);
        await eventually(async () =>
          (await Promise.all(systems.map(failing))).every((names) => names.join() === expected.join()),
        );
        // A browser reports again some seconds after the broker is back.
        for (const system of systems)
          await eventually(async () => ((await healthOf(system)).status === 'healthy') === (expected.length === 0));
        t.pass(`health with ${expected.join(' and ') || 'nothing'} down`);
        if (expected.length > 0) await setTimeout(until - performance.now());
      }
      await eventually(() => allAre(first, sections, 'open'));
      t.ok(
        systems.every((system) => system.process.exitCode === null),
        'nobody crashed',
      );

      // A change gets its number just after its state is written.
      const opened = await eventually(async () => {
        const ids = await openingsOf(first, sections);
        return ids.length >= sections.length && ids;
      });
      const wanted = STUDENTS.flatMap((name) => opened.map((change) => `${name}@example.edu ${change}`)).toSorted();
      await eventually(() => mails.told.size >= wanted.length && opened.every((change) => published.has(change)));
      for (const system of systems) t.equal(await system.stop(), 0);
      t.same(mails.all.toSorted(), wanted, 'each sent once');
    },
  );
}
