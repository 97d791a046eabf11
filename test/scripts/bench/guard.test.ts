import t from 'tap';
import type { Benchmark } from '../../../scripts/bench/benchmark.ts';
import { guard } from '../../../scripts/bench/guard.ts';

/** A benchmark whose ratio has these values, one after the other. */
function noisy(...values: number[]): Benchmark {
  return { about: '', method: '', peers: false, run: async () => {}, quick: async () => ({ cost: values.shift()! }) };
}

t.test('a ratio passes up to a quarter above its baseline, and any distance below', async (t) => {
  const verdicts = await guard({ a: noisy(1.25), b: noisy(0.1) }, { 'a: cost': 1, 'b: cost': 1 });
  t.same(verdicts, [
    { ratio: 'a: cost', before: 1, now: 1.25, passed: true },
    { ratio: 'b: cost', before: 1, now: 0.1, passed: true },
  ]);
});

t.test('a ratio that is too high is measured again, and the lowest of three counts', async (t) => {
  const [well, bad] = await guard({ a: noisy(9, 1.1), b: noisy(9, 2, 3, 1) }, { 'a: cost': 1, 'b: cost': 1 });
  t.match(well, { now: 1.1, passed: true });
  t.match(bad, { now: 2, passed: false });
});

t.test('a ratio without a baseline fails, and so does a baseline that nobody measures', async (t) => {
  t.match(await guard({ a: noisy(1, 1, 1) }, { 'gone: cost': 1 }), [
    { ratio: 'gone: cost', now: undefined, passed: false },
    { ratio: 'a: cost', before: undefined, passed: false },
  ]);
});
