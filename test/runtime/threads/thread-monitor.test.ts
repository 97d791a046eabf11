import t from 'tap';
import { ThreadLife } from '../../../src/runtime/threads/thread-life.ts';
import type { FromThread } from '../../../src/runtime/threads/thread-protocol.ts';

t.test('an actor is not live while messages do not reach it', (t) => {
  const sent: FromThread[] = [];
  const life = new ThreadLife((signal) => sent.push(signal));
  const live = (): unknown => sent.at(-1);
  life.setConnected(true);
  t.same(live(), { type: 'live', live: false }, 'not started');
  life.set('n/a', true);
  t.same(live(), { type: 'live', live: true });
  life.setConnected(false);
  t.same(live(), { type: 'live', live: false });
  life.setConnected(true);
  t.same(live(), { type: 'live', live: true });
  life.set('n/a', false);
  t.same(live(), { type: 'live', live: false });
  t.end();
});

t.test('a signal for an ended watch is ignored, even when a new watch has the same actor', (t) => {
  const sent: FromThread[] = [];
  const life = new ThreadLife((signal) => sent.push(signal));
  const heard: string[] = [];
  const end = life.watch('n/a', (signal) => heard.push(`first ${signal}`));
  end();
  life.watch('n/a', (signal) => heard.push(`second ${signal}`));
  t.same(sent, [
    { type: 'watch', watch: 1, address: 'n/a' },
    { type: 'unwatch', watch: 1 },
    { type: 'watch', watch: 2, address: 'n/a' },
  ]);
  life.hear(1, 'terminated');
  life.hear(2, 'started');
  t.same(heard, ['second started']);
  t.end();
});
