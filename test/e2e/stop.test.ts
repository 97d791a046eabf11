/** Stopping during work: a clean exit, no browser left, no lease left. */
import { once } from 'node:events';
import Database from 'libsql';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import type { Cycle } from '../../src/checking/claiming/cycle.ts';
import { eventually } from '../support/eventually.ts';
import { chromiumOf, processes } from '../support/processes.ts';
import { startCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import { prepareWatchers } from '../support/watchers.ts';

/** Long before the answer that is under way. A busy machine needs several times as long as a quiet one. */
const STOPS_WITHIN_MS = 30_000;

t.test('SIGTERM and SIGINT during a cycle end the program cleanly', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const sections = (await campus.sections('status=full&limit=20')).map(({ section }) => section);
  const dataDir = t.testdir();
  const environment = { ASU_CATALOG_URL: campus.catalogUrl, CHECK_INTERVAL_SECONDS: '1' };
  await prepareWatchers(dataDir, ['ada'], sections);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    await campus.behave();
    const system = await startSystem(t, dataDir, environment);
    const cycle = async (): Promise<Cycle> => (await (await system.operator('/api/v1/cycles/current')).json()) as Cycle;
    await eventually(async () => (await cycle()).done > 0);
    await campus.misbehave({ latencyMs: 2 * STOPS_WITHIN_MS });
    await eventually(async () => {
      const { due, finishedAt } = await cycle();
      return finishedAt === undefined && due > 0;
    });
    const asked = performance.now();
    // As under npm, which sends the signal a second time after the terminal.
    system.process.kill(signal);
    t.equal(await system.stop(signal), 0, signal);
    const tookMs = performance.now() - asked;
    t.ok(tookMs < STOPS_WITHIN_MS, `stopped within ${Math.round(tookMs)} ms`);
    // Its helper processes end a moment later.
    await eventually(async () => (await chromiumOf(system.process.pid!)).length === 0);
    const database = new Database(`${dataDir}/pickmyclass.db`);
    t.same(
      database.prepare('SELECT section FROM sections WHERE lease_owner IS NOT NULL').all(),
      [],
      'no lease is left',
    );
    t.same(database.prepare('SELECT id FROM notifications WHERE lease_owner IS NOT NULL').all(), []);
    database.close();
  }
});

t.test('when npm ends, the program that npm start has started ends too', async (t) => {
  const { PATH, HOME, CHROME_PATH, TMPDIR } = process.env;
  const environment = {
    PATH,
    HOME,
    CHROME_PATH,
    TMPDIR,
    PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: t.testdir(),
    BROWSERS: '1',
    NODE_ID: 'test',
  };
  // Without its pre-script, which would set up the project in which this test runs.
  const npm = startProcess('npm', ['start', '--ignore-scripts'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(npm, 'exit');
  let said = '';
  for await (const chunk of npm.stdout) {
    said += String(chunk);
    if (said.includes('  MQTT ')) break;
  }
  const started = await below(npm.pid!);
  t.ok(
    started.some(({ command }) => command.includes('cli.js start')),
    'the system',
  );
  t.ok(
    started.some(({ command }) => command.includes('cli.js campus')),
    'and the campus',
  );
  npm.kill('SIGTERM');
  await exited;
  const pids = new Set(started.map(({ pid }) => pid));
  await eventually(async () => (await processes()).every(({ pid }) => !pids.has(pid)));
  t.pass('have ended');
});

/** All descendants of a process. */
async function below(pid: number): ReturnType<typeof processes> {
  const all = await processes();
  const found = all.filter(({ parent }) => parent === pid);
  for (const each of found) found.push(...all.filter(({ parent }) => parent === each.pid));
  return found;
}
