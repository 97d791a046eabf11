/** What goes wrong in the real program is in its overview within five seconds, with its cause, until it is over. */
import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import type { Overview } from '../../src/domain/overview.ts';
import { eventually } from '../support/eventually.ts';
import { mainChromiumOf } from '../support/processes.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { startSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

const SOON_MS = 5_000;

async function causesOf(system: RunningSystem): Promise<Overview['causes']> {
  return ((await (await system.operator('/api/v1/overview')).json()) as Overview).causes;
}

/** Waits until a cause says this. Returns after how many milliseconds it did. */
async function named(system: RunningSystem, name: string, says: RegExp): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < 60_000) {
    const cause = (await causesOf(system)).find((each) => each.name === name);
    if (cause !== undefined && says.test(cause.message)) return performance.now() - since;
    await setTimeout(100);
  }
  return Infinity;
}

const cleared = (t: Test, system: RunningSystem, name: string): Promise<unknown> =>
  eventually(async () => (await causesOf(system)).every((cause) => cause.name !== name)).then(() => t.pass(name));

t.test('a killed Chromium, a hanging source, an open breaker and a pause are causes, and clear', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const system = await startSystem(t, t.testdir(), {
    ASU_CATALOG_URL: campus.catalogUrl,
    CHECK_INTERVAL_SECONDS: '1',
    CHECK_TIMEOUT_SECONDS: '2',
    BREAKER_FAILURES: '4',
    BREAKER_RESET_SECONDS: '3',
  });
  const [row] = await campus.sections('status=full&limit=1');
  const ada = await signIn(system, 'ada@example.edu');
  await ada.api('/api/v1/watches', { method: 'POST', json: { section: row!.section } });
  const chromium = await eventually(() => mainChromiumOf(system.process.pid!));
  await eventually(async () => (await causesOf(system)).length === 0);

  process.kill(chromium, 'SIGKILL');
  const browser = 'actor:test/checking/browsers/browser-1';
  t.ok((await named(system, browser, /Chromium ended by itself/)) < SOON_MS);
  await cleared(t, system, browser);

  await campus.misbehave({ hang: true });
  t.ok((await named(system, 'source-unseen', /^Source not seen/)) < Infinity);
  t.ok((await named(system, 'breaker', /^The breaker of the source is open · next look in \d+ s/)) < Infinity);
  await campus.behave();
  await cleared(t, system, 'breaker');
  await cleared(t, system, 'source-unseen');

  await system.operator('/api/v1/pause', { method: 'POST', body: JSON.stringify({ scope: 'checks' }) });
  t.ok((await named(system, 'paused:checks', /the source is not asked/)) < SOON_MS);
  await system.operator('/api/v1/pause?scope=checks', { method: 'DELETE' });
  await cleared(t, system, 'paused:checks');
});
