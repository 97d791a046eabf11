import t from 'tap';
import { settle } from '../../../src/checking/settling/settle.ts';
import { claimed, job } from '../../support/jobs.ts';
import { KEY, gone, lacking, rule, shows } from '../../support/shown.ts';

t.test('after a second look at a mass change, only what both looks showed is written', (t) => {
  const section = claimed();
  for (const [kind, second] of [
    ['opened', shows(section.state, { enrolled: 149 })],
    ['absent', lacking],
  ] as const) {
    t.equal(settle(job('a', [section], [{ section: KEY, kind }]), second, rule).commits.length, 1);
    const disagreeing = settle(job('a', [section], [{ section: KEY, kind: 'listed' }]), second, rule);
    t.same([disagreeing.commits, disagreeing.published, disagreeing.release], [[], [], [KEY]], kind);
  }
  const missing = claimed({ missingForMs: 60_000 });
  t.match(settle(job('a', [missing], [{ section: KEY, kind: 'gone' }]), gone, rule).commits, [
    { state: { status: 'cancelled' } },
  ]);
  t.same(settle(job('a', [missing], []), gone, rule).release, [KEY]);
  t.same(
    settle(job('a', [], []), { ...shows(section.state, { enrolled: 149 }), inPassing: [section] }, rule),
    { commits: [], published: [], forget: [], release: [] },
    "a lease on what was seen in passing is somebody else's",
  );
  t.end();
});
