import t from 'tap';
import { marksOf, spansOf } from '../../../../../src/web/app/operator/figures/marks.ts';
import { treeNode } from '../../support/nodes.ts';

const at = (second: number): string => new Date(second * 1_000).toISOString();
const incident = (alert: string, start: number, end: number | null) => ({
  alert,
  severity: 'critical' as const,
  startedAt: at(start),
  endedAt: end === null ? null : at(end),
  value: 3,
});

t.test('alerts are marked from start to end, in words, and those before the range are left out', (t) => {
  const incidents = [
    incident('source-unseen', 500, null),
    incident('store-down', 300, 420),
    incident('disk-low', 1, 2),
  ];
  t.same(marksOf({ incidents }, [], 400), [
    {
      kind: 'alert',
      words: 'The source was not seen: 3 looks in a row failed',
      isCritical: true,
      at: 500,
      until: null,
    },
    { kind: 'alert', words: 'The store does not work', isCritical: true, at: 300, until: 420 },
  ]);
  t.end();
});

t.test('alerts that overlap are one span, and those that go on end with the chart', (t) => {
  const incidents = [incident('source-unseen', 500, null), incident('store-down', 300, 420), incident('x', 400, 450)];
  const marks = marksOf({ incidents }, [], 0);
  t.same(spansOf(marks, true, 900), [
    [300, 450],
    [500, 900],
  ]);
  t.same(spansOf(marks, false, 900), []);
  t.end();
});

t.test('restarts are marked where a life has ended, and where a process has started', (t) => {
  const lives = [
    { startedAt: at(100), endedAt: at(600), end: 'failed' as const, error: 'exit 9' },
    { startedAt: at(601), endedAt: at(700), end: 'restarted' as const },
    { startedAt: at(701) },
  ];
  const tree = treeNode('root', [treeNode('checking', [treeNode('browser-1', [], { lives })])]);
  t.same(
    marksOf({ incidents: [] }, [{ node: 'a', startedAt: at(450), tree }], 400).map(({ at, words, isCritical }) => [
      at,
      words,
      isCritical,
    ]),
    [
      [700, 'a/checking/browser-1 restarted', false],
      [600, 'a/checking/browser-1 failed: exit 9', true],
      [450, 'a started', false],
    ],
  );
  t.same(marksOf({ incidents: [] }, [{ node: 'a', startedAt: at(10), tree: null }], 400), []);
  t.end();
});
