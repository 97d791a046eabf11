/** A process that is frozen until its leases lapse neither commits nor sends what another has taken over. */
import t from 'tap';
import { changesIn } from '../support/accepted-mails.ts';
import { eventually } from '../support/eventually.ts';
import { allAre, historyOf, stateOf } from '../support/looking-in.ts';
import { shared } from '../support/nodes.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { fullSections, mailServer, watch } from '../support/several-nodes.ts';

const LOOK_MS = 3_000;
const parts = await shared(t, { LEASE_SECONDS: '3', CHECK_INTERVAL_SECONDS: '3600', CHECK_SCHEDULE: 'fixed' });

/** Returns whether a cycle was started: not while another one runs. */
const cycle = async (system: RunningSystem): Promise<boolean> =>
  (await system.operator('/api/v1/cycles', { method: 'POST' })).status === 202;
const events = ({ log }: RunningSystem): unknown[] => log.map(({ msg }) => msg);

if (parts === undefined) t.pass('not tested', { skip: 'no MongoDB server or no Mosquitto' });
else {
  // One process, and a student who watches a full section that is not due for long.
  const campus = await startCampus(t, '--speed', '0');
  const [section] = (await fullSections(campus, 1)) as [string];
  const mails = await mailServer(t);
  const start = (node: string): Promise<RunningSystem> =>
    parts.start(node, { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url });
  const ada = await start('ada');
  await watch(ada, mails, [section]);
  await eventually(() => allAre(ada, [section], 'full'));

  t.test('a late look does not overwrite what another process has seen meanwhile', async (t) => {
    await campus.openSeat(section);
    await campus.misbehave({ latencyMs: LOOK_MS });
    const asked = async (): Promise<number> => (await campus.overview()).requests['classes']!;
    const before = await asked();
    await cycle(ada);
    await eventually(async () => (await asked()) > before);
    process.kill(ada.process.pid!, 'SIGSTOP');
    const ben = await start('ben');
    await campus.behave();
    await eventually(() => allAre(ben, [section], 'open'));
    await campus.fill(section);
    await eventually(async () => {
      await cycle(ben);
      return await allAre(ben, [section], 'full');
    });
    await eventually(() => mails.received.flatMap(changesIn).includes(`${section}#2:opened`));
    const told = mails.received.length;
    const changes = async (): Promise<string[]> => (await historyOf(ben, section)).map(({ id }) => id);
    const history = [`${section}#2:opened`, `${section}#2:seats`, `${section}#3:closed`, `${section}#3:seats`];
    await eventually(async () => (await changes()).length === history.length);

    process.kill(ada.process.pid!, 'SIGCONT');
    await eventually(() => events(ada).includes('cycle finished'));
    await eventually(async () => (await fetch(`${ada.url}/api/monitoring/health`)).status === 200);
    t.match(await stateOf(ada, section), { status: 'full', version: 3 });
    t.same(await changes(), history);
    t.equal(mails.received.length, told, 'nobody was notified again');
    t.equal(await ben.stop(), 0);
  });

  t.test('a late mail is not sent when another process has sent it meanwhile', async (t) => {
    const again = `${section}#4:opened`;
    let goOn = (): void => {};
    const frozen = new Promise<void>((resolve) => {
      let first = true;
      mails.answers.rcpt = async () => {
        if (!first) return undefined;
        first = false;
        resolve();
        await new Promise<void>((release) => {
          goOn = release;
        });
        return undefined;
      };
    });
    await campus.openSeat(section);
    await eventually(() => cycle(ada));
    await frozen;
    process.kill(ada.process.pid!, 'SIGSTOP');
    const cy = await start('cy');
    const told = (): string[] => mails.received.flatMap(changesIn).filter((id) => id === again);
    await eventually(() => told().length === 1);

    process.kill(ada.process.pid!, 'SIGCONT');
    goOn();
    await eventually(() => events(ada).includes('a lease lapsed before the hand-over; nothing was sent'));
    t.equal(told().length, 1);
    for (const system of [ada, cy]) t.equal(await system.stop(), 0);
    t.equal(told().length, 1);
  });
}
