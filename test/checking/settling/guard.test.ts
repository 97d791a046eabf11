import t from 'tap';
import { Guard } from '../../../src/checking/settling/guard.ts';
import type { Surroundings, Word } from '../../../src/checking/settling/guard.ts';
import type { LookJob } from '../../../src/checking/look-job.ts';
import type { Odd, OddKind } from '../../../src/domain/mass-change.ts';
import { claimed, job } from '../../support/jobs.ts';

const rule = { sections: 200, share: 0.2 };
const INTERVAL_MS = 300_000;
const OVER: Surroundings = { progress: null, parts: 1, sinceMs: 0 };
const under = (seen: number, due: number): Surroundings => ({ progress: { seen, due }, parts: 1, sinceMs: 0 });

/** A job with ten watched sections, of which the first `count` show `kind`. */
function odd(id: number, count: number, kind: OddKind = 'opened'): { job: LookJob; odd: Odd[] } {
  const sections = Array.from({ length: 10 }, (_, n) => claimed({ classNumber: String(10_000 + id * 10 + n) }));
  return { job: job(String(id), sections), odd: sections.slice(0, count).map(({ section }) => ({ section, kind })) };
}

/** A guard that has held this many jobs since instant 0, each with `count` odd sections. */
function holding(jobs: number, count: number, kind: OddKind = 'opened', waits = true): Guard<LookJob> {
  const guard = new Guard<LookJob>(rule, INTERVAL_MS);
  for (let id = 0; id < jobs; id += 1) hold(guard, id, count, 0, kind, waits);
  return guard;
}

function hold(
  guard: Guard<LookJob>,
  id: number,
  count: number,
  nowMs: number,
  kind: OddKind = 'opened',
  waits = true,
): void {
  const held = odd(id, count, kind);
  guard.hold(held.job, held.odd, nowMs, waits);
}

const told = ({ commit, again }: Word<LookJob>): object => ({
  commit: commit.map(({ id }) => id),
  again: again.map(({ look }) => look.id),
});

t.test('a few odd sections are written when the pass is over, not before', (t) => {
  const guard = holding(1, 1);
  t.same(
    told(guard.word(100, under(10, 20), 20)),
    { commit: [], again: [] },
    'the rest of the pass may still show many',
  );
  t.equal(guard.wordInMs(100, true), 0, 'when it is over there is nothing to wait for');
  t.same(told(guard.word(100, OVER, 20)), { commit: ['0'], again: [] });
  t.equal(guard.wordInMs(100, true), null);
  t.end();
});

t.test('in a long pass a few openings wait half a second, and not at all for a visitor', (t) => {
  const guard = holding(1, 1);
  t.equal(guard.wordInMs(200, false), 300);
  t.same(told(guard.word(499, under(10, 6_000), 6_000)), { commit: [], again: [] });
  hold(guard, 1, 1, 499, 'opened', false);
  t.equal(guard.wordInMs(499, false), 0);
  t.same(told(guard.word(499, under(10, 6_000), 6_000)), { commit: ['1'], again: [] });
  t.same(told(guard.word(500, under(10, 6_000), 6_000)), { commit: ['0'], again: [] });
  t.end();
});

for (const [kind, afterMs] of [
  ['opened', 15_000],
  ['absent', 75_000],
  ['gone', 900_000],
  ['listed', 75_000],
] as const) {
  t.test(`if many sections are ${kind}, all of them are looked at twice`, (t) => {
    const { commit, again } = holding(5, 5, kind).word(0, OVER, 50);
    t.same(commit, []);
    t.same(
      again.map((each) => each.odd),
      [0, 1, 2, 3, 4].map((id) => odd(id, 5, kind).odd),
    );
    t.same(
      again.map((each) => each.afterMs),
      [afterMs, afterMs, afterMs, afterMs, afterMs],
    );
    t.end();
  });
}

t.test('an absence waits up to a minute for others, so that the first few of many are not announced', (t) => {
  const guard = new Guard<LookJob>(rule, INTERVAL_MS);
  const words = Array.from({ length: 60 }, (_, second) => {
    hold(guard, second, 1, second * 1_000, 'gone');
    return guard.word(second * 1_000, under(second + 1, 807), 2_795);
  });
  t.same(
    words.flatMap(({ commit }) => commit),
    [],
  );
  t.equal(guard.word(60_000, under(61, 807), 2_795).again.length, 1, 'the first has waited long enough');
  t.equal(
    guard.word(120_000, OVER, 2_795).commit.length,
    59,
    'if it has stayed with these, the pass has shown that they are few',
  );
  t.equal(holding(1, 1, 'gone').wordInMs(10_000, true), 0, 'a pass that is over has shown all');
  t.end();
});

t.test('kinds are counted separately, and a look that is not part of a mass change is written', (t) => {
  const guard = holding(5, 5, 'absent');
  hold(guard, 5, 3, 0, 'opened');
  t.same(told(guard.word(0, OVER, 60)), { commit: ['5'], again: ['0', '1', '2', '3', '4'] });
  t.end();
});

t.test('a stream of openings in a long pass is looked at twice before it is a mass change', (t) => {
  t.same(told(holding(6, 4).word(500, under(60, 1_000), 1_000)), { commit: [], again: ['0', '1', '2', '3', '4', '5'] });
  t.end();
});

t.test('a process with a share of the sections counts its results as that share of all', (t) => {
  const three = { ...OVER, parts: 3 };
  t.same(told(holding(3, 3).word(0, three, 150)), { commit: ['0', '1', '2'], again: [] }, '27 of 150 are few');
  t.same(
    told(holding(5, 3).word(0, three, 150)),
    { commit: [], again: ['0', '1', '2', '3', '4'] },
    '45 of 150 are not',
  );
  t.end();
});

t.test('what one glitch shows to several visitors is counted together, each section once', (t) => {
  const guard = new Guard<LookJob>(rule, INTERVAL_MS);
  const words = [0, 1, 2, 0, 3].map((id, turn) => {
    hold(guard, id, 9, turn * 1_000, 'opened', false);
    return told(guard.word(turn * 1_000, { ...OVER, sinceMs: turn * 1_000 }, 100));
  });
  t.same(words, [
    { commit: ['0'], again: [] },
    { commit: ['1'], again: [] },
    { commit: [], again: ['2'] },
    { commit: [], again: ['0'] },
    { commit: [], again: ['3'] },
  ]);
  t.end();
});

t.test('results older than a quarter of the interval, and than the pass, no longer count', (t) => {
  const guard = holding(2, 9);
  guard.word(0, OVER, 100);
  hold(guard, 2, 9, 80_000);
  t.ok(guard.mustCount(80_000, OVER), 'it is of the same pass');
  t.same(told(guard.word(80_000, { ...OVER, sinceMs: 80_000 }, 100)), { commit: ['2'], again: [] });
  t.end();
});

t.test('the watched sections are counted only if the decision depends on them', (t) => {
  t.notOk(holding(1, 5).mustCount(0, under(10, 6_250)), 'few');
  t.ok(holding(3, 9).mustCount(0, OVER));
  t.notOk(holding(30, 9).mustCount(0, OVER), 'more than the number of sections');
  t.end();
});
