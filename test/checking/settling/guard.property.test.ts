/** Random glitches on the real guard: however their answers come, almost nothing of them is written. */
import fc from 'fast-check';
import t from 'tap';
import { Guard } from '../../../src/checking/settling/guard.ts';
import type { AnomalyKind } from '../../../src/domain/mass-change.ts';
import { FEW } from '../../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };
const INTERVAL_MS = 300_000;

/** How the answers of a glitch come. All sections of the institution are watched and full. */
interface Glitch {
  /** Sections that each answer shows. */
  answers: number[];
  /** Milliseconds between two requests. */
  everyMs: number;
  /** Milliseconds until each answer, in turn. */
  takeMs: number[];
  /** Requests under way at most. */
  places: number;
  /** Answers that come before the glitch. */
  before: number;
  /** Of the sections in an answer, the share that the glitch shows wrongly. */
  wrong: number;
}

interface Answer {
  size: number;
  beganMs: number;
  endedMs: number;
}

/** Returns the answers in the order in which they come. */
function answersOf({ answers, everyMs, takeMs, places }: Glitch): Answer[] {
  const ends: number[] = [];
  const timed = answers.map((size, index): Answer => {
    // Begins when the first place becomes free.
    const freeMs = ends.length < places ? 0 : ends.splice(ends.indexOf(Math.min(...ends)), 1)[0]!;
    const beganMs = Math.max(index * everyMs, freeMs);
    const endedMs = beganMs + takeMs[index % takeMs.length]!;
    ends.push(endedMs);
    return { size, beganMs, endedMs };
  });
  return timed.toSorted((a, b) => a.endedMs - b.endedMs);
}

/** Plays the glitch. Returns the number of sections that the guard lets through, one entry for each answer. */
function letThrough(glitch: Glitch, kind: AnomalyKind): number[] {
  const guard = new Guard<number>(rule, INTERVAL_MS);
  const watched = sum(glitch.answers);
  const through: number[] = [];
  let nowMs = 0;
  const judgeUntil = (untilMs: number): void => {
    for (let inMs = guard.dueInMs(nowMs); inMs !== null && nowMs + inMs <= untilMs; inMs = guard.dueInMs(nowMs)) {
      nowMs += inMs;
      through.push(...guard.decide(nowMs, guard.mustCount(nowMs) ? watched : null).commit);
    }
  };
  const begin = answersOf(glitch).map(({ beganMs }, index) => ({ atMs: beganMs, run: () => guard.begun(`${index}`) }));
  const end = answersOf(glitch).map(({ size, endedMs }, index) => {
    const seen = Array.from({ length: size }, (_, n) => `${index}/${n}`);
    const shown = index < glitch.before ? [] : seen.slice(0, Math.ceil(size * glitch.wrong));
    const anomalies = shown.map((section) => ({ section, kind }));
    return {
      atMs: endedMs,
      run: () => guard.seen(`${index}`, anomalies.length, { seen, anomalies, able: size }, endedMs, false),
    };
  });
  for (const { atMs, run } of [...begin, ...end].toSorted((a, b) => a.atMs - b.atMs)) {
    judgeUntil(atMs);
    nowMs = atMs;
    run();
  }
  judgeUntil(Infinity);
  return through;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

function glitches(
  sizes: { min: number; max: number },
  wrong: number,
  over: Partial<Glitch> = {},
): fc.Arbitrary<Glitch> {
  return fc
    .record({
      answers: fc.array(fc.integer(sizes), { minLength: 40, maxLength: 120 }),
      everyMs: fc.integer({ min: 0, max: 1_000 }),
      takeMs: fc.array(fc.integer({ min: 20, max: 3_000 }), { minLength: 1, maxLength: 20 }),
      places: fc.integer({ min: 1, max: 32 }),
      before: fc.nat(10),
      wrong: fc.constant(wrong),
    })
    .map((glitch) => ({ ...glitch, ...over }));
}

const settings = { seed: 10, numRuns: 200 };

t.test('of a glitch that opens everything, no answer with more than a few sections gets through', (t) => {
  fc.assert(
    fc.property(glitches({ min: FEW + 1, max: 200 }, 1), (glitch) => letThrough(glitch, 'opened').length === 0),
    settings,
  );
  t.end();
});

t.test('of a glitch that opens everything, at most a few sections get through, however small the answers', (t) => {
  fc.assert(
    fc.property(glitches({ min: 1, max: 12 }, 1), (glitch) => sum(letThrough(glitch, 'opened')) <= FEW),
    settings,
  );
  t.end();
});

t.test('of a glitch that opens everything at once, while all looks are under way, nothing gets through', (t) => {
  const at = { everyMs: 0, takeMs: [50, 60, 70, 80], places: 32, before: 0 };
  fc.assert(
    fc.property(glitches({ min: 1, max: 3 }, 1, at), (glitch) => letThrough(glitch, 'opened').length === 0),
    settings,
  );
  t.end();
});

t.test('of a glitch that opens half of the sections, at most twice as many get through', (t) => {
  fc.assert(
    fc.property(glitches({ min: 3, max: 30 }, 1 / 2), (glitch) => sum(letThrough(glitch, 'opened')) <= 2 * FEW),
    settings,
  );
  t.end();
});

for (const kind of ['absent', 'gone', 'listed'] as const) {
  t.test(`of a glitch that shows everything as ${kind}, nothing gets through`, (t) => {
    fc.assert(
      fc.property(
        glitches({ min: 1, max: 200 }, 1, { everyMs: 1_000, before: 0 }),
        (glitch) => letThrough(glitch, kind).length === 0,
      ),
      { ...settings, numRuns: 30 },
    );
    t.end();
  });
}

t.test('an opening among sections that stay as they are is never looked at twice', (t) => {
  fc.assert(
    fc.property(glitches({ min: 10, max: 30 }, 0.01), (glitch) => {
      const one = { ...glitch, before: glitch.answers.length - FEW };
      return letThrough(one, 'opened').length === FEW;
    }),
    settings,
  );
  t.end();
});
