import t from 'tap';
import { Rounds } from '../../src/bus/rounds.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { until } from './support.ts';

/** A clock on which each write takes `writeMs`. */
function stage(writeMs: number) {
  const clock = new ManualClock();
  let spentMs = 0;
  const monotonic = clock.monotonic.bind(clock);
  clock.monotonic = () => monotonic() + spentMs;
  const written: string[] = [];
  const rounds = new Rounds(clock);
  const client = (name: string) => ({
    flush: () => {
      spentMs += writeMs;
      written.push(name);
    },
  });
  return { clock, rounds, written, client };
}

const turn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

t.test('a client is written to on the next turn when writing is quick', async (t) => {
  const { rounds, written, client } = stage(0.01);
  rounds.add(client('a'));
  t.same(written, []);
  await turn();
  t.same(written, ['a']);
  rounds.add(client('b'));
  await until(() => written.length === 2);
});

t.test('a long round lets other work have its turn, and a rest of four times its length follows', async (t) => {
  const { clock, rounds, written, client } = stage(0.5);
  for (let count = 0; count < 40; count += 1) rounds.add(client('first'));
  await turn();
  t.equal(written.length, 16, 'eight milliseconds: other work gets its turn');
  await until(() => written.length === 40);
  rounds.add(client('second'));
  await clock.advance(79);
  t.equal(written.length, 40);
  await clock.advance(1);
  t.equal(written.at(-1), 'second');
});

t.test('a rest is at most 100 ms', async (t) => {
  const { clock, rounds, written, client } = stage(10);
  for (let count = 0; count < 16; count += 1) rounds.add(client('first'));
  await until(() => written.length === 16);
  rounds.add(client('second'));
  await clock.advance(99);
  t.equal(written.length, 16);
  await clock.advance(1);
  t.equal(written.length, 17);
});

t.test('before the end, everything is written at once', (t) => {
  const { rounds, written, client } = stage(10);
  rounds.add(client('a'));
  rounds.add(client('b'));
  rounds.finish();
  t.same(written, ['a', 'b']);
  t.end();
});
