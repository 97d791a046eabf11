import t from 'tap';
import { settle } from '../../../src/checking/settling/settle.ts';
import type { Shown } from '../../../src/checking/settling/settle.ts';
import { observe } from '../../../src/domain/change.ts';
import { claimed, job } from '../../support/jobs.ts';
import { seen } from '../../support/states.ts';
import { KEY, LATER, failed, rule, shows } from '../../support/shown.ts';

t.test(
  'the third failed look in a row makes a section unknown and adds a dead letter; further ones add no more',
  (t) => {
    const second = settle(job('a', [claimed({ failures: 1 })]), failed, rule);
    t.match(second, { commits: [{ failures: 2, unknown: false, state: null, dueInMs: 8_000 }], published: [] });
    t.notOk('deadLetter' in second.commits[0]!);
    const third = settle(job('a', [claimed({ failures: 2 })]), failed, rule);
    t.match(third.commits, [{ failures: 3, unknown: true, state: null, dueInMs: 300_000, changes: [] }]);
    t.match(third.published, [{ status: 'unknown', version: 3 }]);
    t.same(third.commits[0]?.deadLetter, { error: failed.message, attempts: 3 });
    const fourth = settle(job('a', [claimed({ failures: 3, unknown: true })]), failed, rule);
    t.match(fourth, { commits: [{ failures: 4, unknown: true }], published: [] });
    t.notOk('deadLetter' in fourth.commits[0]!);
    t.end();
  },
);

t.test('a section that nobody watches becomes unknown without a dead letter; a watch that begins gets one', (t) => {
  const unwatched = { watched: false, watches: 0 };
  const third = settle(job('a', [claimed({ ...unwatched, failures: 2 })]), failed, rule);
  t.match(third, { commits: [{ failures: 2, unknown: true }], published: [{ status: 'unknown' }] });
  t.notOk('deadLetter' in third.commits[0]!);
  const fourth = settle(job('a', [claimed({ ...unwatched, failures: 2, unknown: true })]), failed, rule);
  t.match(fourth, { commits: [{ failures: 2, unknown: true }], published: [] });
  const watched = settle(job('a', [claimed({ failures: 2, unknown: true })]), failed, rule);
  t.match(watched, { commits: [{ failures: 3, unknown: true, deadLetter: { attempts: 3 } }], published: [] });
  t.end();
});

t.test('a section that can be seen again is published again, even if nothing changed meanwhile', (t) => {
  const section = claimed({ failures: 5, unknown: true });
  const settled = settle(job('a', [section]), shows(section.state), rule);
  t.match(settled, { commits: [{ unknown: false, failures: 0 }], published: [{ status: 'full', version: 3 }] });
  t.end();
});

t.test('a failed first look for a visitor leaves no row', (t) => {
  t.same(settle(job('a', [claimed({ state: null, watched: false })]), failed, rule).release, [KEY]);
  t.match(settle(job('a', [claimed({ state: null, watched: true })]), failed, rule).commits, [
    { state: null, failures: 1 },
  ]);
  t.end();
});

t.test('an unsure section counts as a failed look: it is retried, then unknown, but never absent', (t) => {
  const [odd, other] = [claimed({ failures: 2, missingForMs: 1_000 }), claimed({ classNumber: '66446' })];
  const beside: Shown = {
    ...shows(null),
    observed: [observe('asu', other.state, seen({ classNumber: '66446', enrolled: 149 }), LATER)],
    unsure: [{ section: KEY, reason: 'its seats cannot be read' }],
  };
  const first = settle(job('a', [claimed({ failures: 0, missingForMs: 1_000 }), other]), beside, rule);
  t.match(first.commits, [
    { section: other.section, state: { status: 'open' } },
    { section: KEY, failures: 1, missing: true, state: null, changes: [], dueInMs: 2_000 },
  ]);
  const third = settle(job('a', [odd, other]), beside, rule);
  t.match(third.commits[1], { section: KEY, failures: 3, unknown: true, state: null, changes: [] });
  t.match(third.published, [
    { section: other.section, status: 'open' },
    { section: KEY, status: 'unknown' },
  ]);
  t.match(third.commits[1]?.deadLetter, {
    error: /says nothing sure about asu\/2267\/66445: its seats cannot be read/,
    attempts: 3,
  });
  t.end();
});

t.test('an unsure row of a section that nobody asked for is ignored', (t) => {
  const settled = settle(
    job('a', [claimed()]),
    { ...shows(claimed().state), unsure: [{ section: 'asu/2267/70699', reason: 'odd' }] },
    rule,
  );
  t.same([settled.commits.map(({ section }) => section), settled.forget, settled.release], [[KEY], [], []]);
  t.end();
});
