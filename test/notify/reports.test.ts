import t from 'tap';
import type { Pause } from '../../src/store/pauses.ts';
import { Reports } from '../../src/notify/reports.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

const MINUTE_MS = 60_000;

/** Reports on a store that notes its calls. */
function stage() {
  const clock = new ManualClock();
  const calls: unknown[] = [];
  const paused: Pause[] = [];
  const reports = new Reports(
    {
      notifications: {
        remind: async () => calls.push('remind'),
        tellOutages: async (unseenMs, resting) => calls.push([unseenMs / MINUTE_MS, ...resting]),
      },
      pauses: { list: async () => paused },
    },
    clock,
  );
  const after = async (minutes: number): Promise<unknown[]> => {
    calls.length = 0;
    await clock.advance(minutes * MINUTE_MS);
    await reports.make();
    return [...calls];
  };
  return { after, paused };
}

const PAUSE: Pause = { scope: 'checks', institution: 'asu', since: '2026-11-24T12:00:00.000Z' };

t.test('reminders are made once a minute, from the start on', async (t) => {
  const { after } = stage();
  t.same(await after(0), ['remind']);
  t.same(await after(0.9), []);
  t.same(await after(0.1), ['remind']);
});

t.test('outages are told only when the checks have had time to start', async (t) => {
  const { after } = stage();
  t.same(await after(2), ['remind']);
  t.same(await after(1), ['remind', [15]]);
});

t.test('an institution whose checks are paused, or were until now, has no outage', async (t) => {
  const { after, paused } = stage();
  await after(3);
  paused.push(PAUSE, { ...PAUSE, scope: 'notifications', institution: 'uxy' });
  t.same(await after(1), ['remind', [15, 'asu']]);
  t.same(await after(30), ['remind', [15, 'asu']]);
  paused.length = 0;
  t.same(await after(2), ['remind', [15, 'asu']]);
  t.same(await after(1), ['remind', [15]]);
});

t.test('while all checks are paused there is none at all', async (t) => {
  const { after, paused } = stage();
  await after(3);
  const { institution: _institution, ...everywhere } = PAUSE;
  paused.push(everywhere as Pause);
  t.same(await after(1), ['remind']);
});
