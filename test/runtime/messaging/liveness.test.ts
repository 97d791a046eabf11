import t from 'tap';
import { Liveness } from '../../../src/runtime/messaging/liveness.ts';

t.test('a watch gets the current state, and then each change once', (t) => {
  const liveness = new Liveness();
  const heard: string[] = [];
  liveness.watch('n/a', (signal) => heard.push(signal));
  t.same(heard, ['terminated']);
  liveness.set('n/a', false);
  liveness.set('n/a', true);
  liveness.set('n/a', true);
  liveness.set('n/b', true);
  liveness.set('n/a', false);
  t.same(heard, ['terminated', 'started', 'terminated']);
  t.end();
});

t.test('watches with the same listener are independent, and each ends by itself', (t) => {
  const liveness = new Liveness();
  liveness.set('n/a', true);
  const heard: string[] = [];
  const listener = (signal: string): void => void heard.push(signal);
  const [first, second] = [liveness.watch('n/a', listener), liveness.watch('n/a', listener)];
  first();
  first();
  liveness.set('n/a', false);
  t.same(heard, ['started', 'started', 'terminated']);
  second();
  liveness.set('n/a', true);
  t.equal(heard.length, 3);
  liveness.watch('n/a', listener);
  first();
  liveness.set('n/a', false);
  t.equal(heard.at(-1), 'terminated', 'to end an old watch again does not end a new one');
  t.end();
});
