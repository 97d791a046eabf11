/** A source whose answers need not be sent again when they are the same: what is seen and written does not change. */
import * as fc from 'fast-check';
import t from 'tap';
import type { Test } from 'tap';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import type { Checking } from '../../support/checking.ts';

t.test('an answer that shows nothing new is compared once, until it or a state is another', async (t) => {
  const { source, store, watch, wake, clock } = await checking(t);
  source.set('10001', { catalogNumber: '310' });
  source.set('10002', { catalogNumber: '310' });
  const keys = [await watch('10001'), await watch('10002')];
  await wake();
  const cycle = async (): Promise<number> => {
    const before = source.compared;
    await clock.advance(INTERVAL_MS);
    const ages = (await store.sections.states(keys)).map(({ checkedAt }) => clock.now() - Date.parse(checkedAt));
    t.ok(Math.max(...ages) < INTERVAL_MS, 'all sections were seen');
    return source.compared - before;
  };
  await cycle();
  t.equal(await cycle(), 0);
  t.equal(await cycle(), 0);
  source.set('10002', { catalogNumber: '310', enrolled: 149 });
  t.equal(await cycle(), 1, 'another answer');
  t.equal(await cycle(), 1, 'another state');
  t.equal(await cycle(), 0);
  t.match(await store.sections.states(keys), [{ status: 'full' }, { status: 'open', version: 2 }]);
});

/** One step of a random life of the source. */
type Step =
  | { type: 'seats'; section: number; enrolled: number }
  | { type: 'gone'; section: number }
  | { type: 'cancelled'; section: number }
  | { type: 'unsure'; isUnsure: boolean }
  | { type: 'garbled'; isGarbled: boolean }
  | { type: 'watch'; section: number }
  | { type: 'pass'; intervals: number };

const NUMBERS = ['10001', '10002', '10003', '10004'];
const courseOf = (section: number): string => (section < 3 ? '310' : '320');

const section = fc.nat(NUMBERS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('pass' as const), intervals: fc.constantFrom(0.2, 1, 1, 3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('seats' as const), section, enrolled: fc.constantFrom(148, 149, 150) }),
  },
  fc.record({ type: fc.constant('gone' as const), section }),
  fc.record({ type: fc.constant('cancelled' as const), section }),
  fc.record({ type: fc.constant('unsure' as const), isUnsure: fc.boolean() }),
  fc.record({ type: fc.constant('garbled' as const), isGarbled: fc.boolean() }),
  fc.record({ type: fc.constant('watch' as const), section }),
);

async function take({ source, watch, wake, clock }: Checking, step: Step): Promise<void> {
  switch (step.type) {
    case 'seats':
      return source.set(NUMBERS[step.section]!, { catalogNumber: courseOf(step.section), enrolled: step.enrolled });
    case 'gone':
      source.sections.delete(NUMBERS[step.section]!);
      return;
    case 'cancelled':
      return source.set(NUMBERS[step.section]!, { catalogNumber: courseOf(step.section), cancelled: true });
    case 'unsure':
      source.unsure = step.isUnsure ? [{ classNumber: '10001', reason: 'its seats are no number' }] : [];
      return;
    case 'garbled':
      source.garbled = step.isGarbled;
      return;
    case 'watch':
      await watch(NUMBERS[step.section]!);
      return wake();
    case 'pass':
      return clock.advance(step.intervals * INTERVAL_MS);
    default:
      return step satisfies never;
  }
}

/** Everything that others can see of the sections. */
async function seenOf({ store, announced, counts, source }: Checking): Promise<object> {
  const keys = NUMBERS.map((number) => `asu/2267/${number}`);
  const { sections } = await store.sections.watched('asu', null);
  return {
    rows: (await store.sections.known(keys)).toSorted((a, b) => (a.section < b.section ? -1 : 1)),
    watched: sections.toSorted((a, b) => (a.section < b.section ? -1 : 1)),
    changes: (await store.changes.since('0', keys, 1_000))?.map(({ change }) => change),
    announced: announced.map(({ checked, states, changes }) => ({
      checked: checked.toSorted((a, b) => (a.section < b.section ? -1 : 1)),
      states,
      changes,
    })),
    counts: { ...counts },
    asked: [...source.asked],
    letters: (await store.deadLetters.list(100)).map(({ id: _id, ...letter }) => letter),
  };
}

/** Returns what was seen after each step, and how many answers were compared. */
async function lifeOf(t: Test, isMarked: boolean, steps: readonly Step[]): Promise<[seen: object[], compared: number]> {
  const system = await checking(t);
  system.source.marked = isMarked;
  for (const section of NUMBERS.keys()) await take(system, { type: 'seats', section, enrolled: 150 });
  for (const section of [0, 1, 3]) await take(system, { type: 'watch', section });
  const seen: object[] = [];
  for (const each of steps) {
    await take(system, each);
    seen.push(await seenOf(system));
  }
  return [seen, system.source.compared];
}

t.test('whatever happens, the same is seen, written, announced and asked for', async (t) => {
  const lives = fc.sample(fc.array(step, { minLength: 15, maxLength: 15 }), { seed: 10, numRuns: 6 });
  let spared = 0;
  for (const [nth, steps] of lives.entries()) {
    const found: Awaited<ReturnType<typeof lifeOf>>[] = [];
    for (const isMarked of [true, false])
      await t.test(`life ${nth}`, async (t) => {
        found.push(await lifeOf(t, isMarked, steps));
      });
    const [[seen, compared], [plain, comparedOfPlain]] = found as [(typeof found)[0], (typeof found)[0]];
    t.same(seen, plain, JSON.stringify(steps));
    spared += comparedOfPlain - compared;
  }
  t.ok(spared > 20, `${spared} comparisons were spared`);
});
