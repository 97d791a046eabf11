import t from 'tap';
import type { DeadLetter } from '../../src/store/dead-letters.ts';
import { eachDeadLetter } from '../../src/store/each-dead-letter.ts';

function letters(count: number): DeadLetter[] {
  const rest = { kind: 'check', subject: 'asu/2267/66445', error: 'late', attempts: 3, at: '' } as const;
  return Array.from({ length: count }, (_, index) => ({ ...rest, id: `id-${index}` }));
}

const storeOf = (left: DeadLetter[]) => ({
  count: async () => left.length,
  list: async (limit: number) => left.slice(0, limit),
});

t.test('all are handled, however many there are', async (t) => {
  const left = letters(1_201);
  t.equal(await eachDeadLetter(storeOf(left), async () => left.shift() !== undefined), 1_201);
  t.same(left, []);
});

t.test('what fails again at once is not handled for ever', async (t) => {
  const left = letters(3);
  let handled = 0;
  await eachDeadLetter(storeOf(left), async (letter) => {
    handled += 1;
    left.push(left.shift() ?? letter);
    return true;
  });
  t.equal(handled, 3);
});

t.test('it ends when another process handles them', async (t) => {
  t.equal(await eachDeadLetter(storeOf(letters(2)), async () => false), 0);
});
