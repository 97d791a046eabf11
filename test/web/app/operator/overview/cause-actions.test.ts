import t from 'tap';
import type { OperatorApi } from '../../../../../src/web/app/operator/api.ts';
import { actionsFor, detailsOf } from '../../../../../src/web/app/operator/overview/cause-actions.ts';

/** Presses every button of a cause. Returns the labels with what they did. */
async function pressed(name: string): Promise<unknown[][]> {
  const done: unknown[] = [];
  const note =
    (what: string) =>
    (...args: unknown[]): Promise<void> =>
      Promise.resolve(void done.push(what, ...args));
  const api = { pause: note('pause'), resume: note('resume'), order: note('order') } as unknown as OperatorApi;
  const found: unknown[][] = [];
  for (const { label, run } of actionsFor({ name }, ['asu'], api)) {
    await run();
    found.push([label, ...done.splice(0)]);
  }
  return found;
}

t.test('a cause has the buttons that help', async (t) => {
  const pause = ['Pause', 'pause', { scope: 'checks' }];
  t.same(await pressed('source-unseen'), [pause]);
  t.same(await pressed('breaker'), [
    ['Retry now', 'order', 'breaker', { path: 'checking/asu/section-checker', state: 'closed' }],
    pause,
  ]);
  t.same((await pressed('breaker:osu'))[0]!.at(-1), { path: 'checking/osu/section-checker', state: 'closed' });
  t.same((await pressed('mail-down'))[0]!.at(-1), { path: 'notifying/email', state: 'closed' });
  t.same(await pressed('paused:checks'), [['Resume', 'resume', { scope: 'checks' }]]);
  t.same(await pressed('paused:notifications:asu'), [
    ['Resume', 'resume', { scope: 'notifications', institution: 'asu' }],
  ]);
  t.same(await pressed('actor:host-b/checking/browsers/browser-1'), [
    ['Restart', 'order', 'restart', { node: 'host-b', path: 'checking/browsers/browser-1' }],
  ]);
  t.same(await pressed('store'), []);
});

t.test('the details of dead letters are in their view, others in the overview', (t) => {
  t.equal(detailsOf({ name: 'dead-letters-many' }).view, '#/dead-letters');
  t.same(detailsOf({ name: 'paused:checks' }), { view: '#/', element: 'pauses-title' });
  t.same(detailsOf({ name: 'breaker' }), { view: '#/', element: 'tree-title' });
  t.end();
});
