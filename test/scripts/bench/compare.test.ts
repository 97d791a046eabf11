import t from 'tap';
import { inTurns, summaryOf } from '../../../scripts/bench/compare.ts';

t.test('contenders take turns, and another one begins each round', async (t) => {
  const order: string[] = [];
  const contender = (name: string) => async () => {
    order.push(name);
    return { ms: order.length };
  };
  const contenders = { ours: contender('ours'), theirs: contender('theirs') };
  const summaries = await inTurns({ rounds: 3, contenders }, () => {});
  t.same(order, ['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
  t.same(summaries, { ours: { ms: { median: 4, min: 1, max: 5 } }, theirs: { ms: { median: 3, min: 2, max: 6 } } });
});

t.test('the median of an even number of rounds is the mean of the two in the middle', async (t) => {
  t.same(summaryOf([{ ms: 10 }, { ms: 4 }, { ms: 1 }, { ms: 2 }]), { ms: { median: 3, min: 1, max: 10 } });
});

t.test('a measure that some rounds lack is the median of the others', async (t) => {
  t.same(summaryOf([{ ms: 1 }, { ms: 3, MB: 7 }]), {
    ms: { median: 2, min: 1, max: 3 },
    MB: { median: 7, min: 7, max: 7 },
  });
});
