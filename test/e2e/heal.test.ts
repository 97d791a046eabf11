/** Failures are visible, cause no false mails, and heal. Changes meanwhile are sent afterwards. */
import t from 'tap';
import type { Test } from 'tap';
import { eventually } from '../support/eventually.ts';
import { allAre, healthOf, historyOf, nodeAt, stateOf } from '../support/looking-in.ts';
import { mainChromiumOf } from '../support/processes.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';
import type { Student } from '../support/student.ts';

const CHECKER = 'checking/asu/section-checker';

interface Stage {
  campus: RunningCampus;
  system: RunningSystem;
  ada: Student;
  sections: string[];
}

/** A student who watches full sections of two courses, each seen full. */
async function stage(t: Test): Promise<Stage> {
  const campus = await startCampus(t, '--speed', '0');
  const courses = new Map(
    (await campus.sections('status=full&limit=100')).map((row) => [`${row.subject} ${row.catalogNumber}`, row.section]),
  );
  const sections = [...courses.values()].slice(0, 2);
  const system = await startSystem(t, t.testdir(), {
    ASU_CATALOG_URL: campus.catalogUrl,
    CHECK_INTERVAL_SECONDS: '1',
    BREAKER_FAILURES: '3',
    BREAKER_RESET_SECONDS: '1',
    BREAKER_SUCCESSES: '2',
    CHECK_TIMEOUT_SECONDS: '2',
  });
  const ada = await signIn(system, 'ada@example.edu');
  const kinds = ['opened', 'closed', 'seats', 'cancelled'];
  for (const section of sections) await ada.api('/api/v1/watches', { method: 'POST', json: { section, kinds } });
  await eventually(() => allAre(system, sections, 'full'));
  return { campus, system, ada, sections };
}

const toldTo = async (ada: Student): Promise<string[]> => (await ada.mails()).flatMap(({ changes }) => changes);

const { campus, system, ada, sections } = await stage(t);
const [moving] = sections as [string];

t.test('a killed Chromium is replaced, the tree shows it, and looks work again', async (t) => {
  const before = await nodeAt(system, 'checking/browsers/browser-1');
  process.kill(await eventually(() => mainChromiumOf(system.process.pid!)), 'SIGKILL');
  const after = await eventually(async () => {
    const node = await nodeAt(system, 'checking/browsers/browser-1');
    return node.restarts === 1 && node.state === 'running' && node;
  });
  t.match(after.lastError, /Chromium ended by itself/);
  t.not(after.thread, before.thread, 'a browser is replaced with its thread');
  await campus.openSeat(moving);
  t.same(
    await eventually(async () => {
      const told = await toldTo(ada);
      return told.length > 0 && told.filter((id) => id.endsWith(':opened'));
    }),
    [`${moving}#2:opened`],
  );
  await eventually(async () => (await healthOf(system)).httpStatus === 200);
  await campus.fill(moving);
  await eventually(() => allAre(system, sections, 'full'));
});

t.test(
  'an outage opens the breaker and makes the system unhealthy; the changes made during it are sent later',
  async (t) => {
    const breaker = async (): Promise<string | undefined> => (await nodeAt(system, CHECKER)).breaker;
    const changes = async (): Promise<string[]> =>
      (await Promise.all(sections.map((section) => historyOf(system, section)))).flat().map(({ id }) => id);
    for (const fault of ['error', 'reset', 'hang']) {
      const before = await changes();
      await campus.misbehave({ [fault]: true });
      await eventually(async () => (await breaker()) === 'open');
      const health = await eventually(async () => {
        const report = await healthOf(system);
        return report.httpStatus === 503 && report.checks.source.code === 'PMC_BREAKER_OPEN' && report;
      });
      t.match(health, {
        status: 'degraded',
        checks: { source: { status: 'degraded', code: 'PMC_BREAKER_OPEN' }, store: { status: 'healthy' } },
      });
      await eventually(async () => (await breaker()) === 'half-open');
      await eventually(() => allAre(system, sections, 'unknown'));
      t.same(await changes(), before, `${fault}: an outage causes no change`);

      await campus.openSeat(moving);
      await campus.behave();
      await eventually(async () => (await breaker()) === 'closed');
      await eventually(async () => (await healthOf(system)).httpStatus === 200);
      await eventually(
        async () =>
          (await stateOf(system, moving)).status === 'open' && (await stateOf(system, sections[1]!)).status === 'full',
      );
      const { version } = await stateOf(system, moving);
      t.same(
        (await changes()).slice(before.length),
        [`${moving}#${version}:opened`, `${moving}#${version}:seats`],
        'changes during the outage are found afterwards',
      );
      await campus.fill(moving);
      await eventually(() => allAre(system, sections, 'full'));
    }
    const all = await changes();
    await eventually(async () => (await toldTo(ada)).length >= all.length);
    t.equal(await system.stop(), 0);
    t.same((await toldTo(ada)).toSorted(), all.toSorted(), 'and sent once');
  },
);
