import fc from 'fast-check';
import t from 'tap';
import { nextLookInMs } from '../../src/domain/cadence.ts';
import type { CadenceInput } from '../../src/domain/cadence.ts';
import { AT, state } from '../support/states.ts';

const HOUR = 3_600_000;
const base: CadenceInput = {
  schedule: 'adaptive',
  intervalMs: 300_000,
  classNumber: '66445',
  state: null,
  failures: 0,
  nowMs: Date.parse(AT),
  random: () => 0,
};
const pace = (over: Partial<CadenceInput>): number => nextLookInMs({ ...base, ...over }) / base.intervalMs;

t.test('the fixed schedule uses the interval', (t) => {
  t.equal(pace({ schedule: 'fixed', random: () => 0.9 }), 1);
  t.end();
});

t.test('a section that just changed is looked at four times as often', (t) => {
  t.equal(pace({ state: state({ version: 2 }) }), 0.25);
  t.end();
});

t.test('a full section cools down to the interval and never below', (t) => {
  t.equal(pace({ state: state({ version: 2 }), nowMs: base.nowMs + 100 * HOUR }), 1);
  t.end();
});

t.test('an open section cools down to four intervals, because nobody is waiting for a seat', (t) => {
  t.equal(pace({ state: state({ version: 2, enrolled: 1 }), nowMs: base.nowMs + 100 * HOUR }), 4);
  t.end();
});

t.test('the stagger schedule checks even numbers at the start of the interval and odd numbers in its middle', (t) => {
  const hourly = {
    ...base,
    schedule: 'stagger' as const,
    intervalMs: HOUR,
    nowMs: Date.parse('2026-11-23T20:10:00.000Z'),
  };
  t.equal(nextLookInMs({ ...hourly, classNumber: '10' }), 50 * 60_000);
  t.equal(nextLookInMs({ ...hourly, classNumber: '11' }), 20 * 60_000);
  t.equal(
    nextLookInMs({ ...hourly, classNumber: '10', nowMs: Date.parse('2026-11-23T20:00:00.000Z') }),
    HOUR,
    'on its turn the next one is an interval away',
  );
  t.end();
});

t.test('failed looks are retried soon, then after growing pauses, then at the interval', (t) => {
  const pauses = [1, 2, 3, 4].map((failures) => nextLookInMs({ ...base, schedule: 'fixed', failures }));
  t.same(pauses, [2_000, 8_000, 300_000, 300_000]);
  t.end();
});

t.test('the adaptive schedule stays between a quarter of the interval and four intervals, including jitter', (t) => {
  const input = fc.record({
    version: fc.integer({ min: 1, max: 3 }),
    enrolled: fc.constantFrom(1, 150),
    ageMs: fc.nat(100 * HOUR),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(input, ({ version, enrolled, ageMs, random }) => {
      const factor = pace({ state: state({ version, enrolled }), nowMs: base.nowMs + ageMs, random: () => random });
      return factor >= 0.225 && factor <= 4 && (enrolled === 1 || factor <= 1);
    }),
    { seed: 1 },
  );
  t.end();
});
