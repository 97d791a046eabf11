import t from 'tap';
import { nextBatch } from '../../../src/checking/settling/next-batch.ts';

const look = (owner: string, ...sections: string[]): Parameters<typeof nextBatch>[0][number] => ({
  look: { job: { owner } },
  settlement: { commits: sections.map((section) => ({ section })) },
});
const many = (owner: string, from: number, count: number): ReturnType<typeof look> =>
  look(owner, ...Array.from({ length: count }, (_, n) => String(from + n)));

t.test('looks of one owner go together, up to a few hundred sections', (t) => {
  t.equal(nextBatch([]), 0);
  t.equal(nextBatch([look('one', 'a'), look('one', 'b'), look('two', 'c')]), 2);
  t.equal(nextBatch([many('one', 0, 300), many('one', 300, 300), many('one', 600, 1)]), 2);
  t.equal(nextBatch([many('one', 0, 900)]), 1, 'a look is not split');
  t.end();
});

t.test('no section is in a batch twice', (t) => {
  t.equal(nextBatch([look('one', 'a', 'b'), look('one', 'c'), look('one', 'b', 'd')]), 2);
  t.end();
});
