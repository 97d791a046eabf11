import t from 'tap';
import { ThreadMonitor } from '../../../src/runtime/threads/thread-monitor.ts';
import type { FromThread } from '../../../src/runtime/threads/thread-protocol.ts';

t.test('an actor is not live while messages do not reach it', (t) => {
  const sent: FromThread[] = [];
  const monitor = new ThreadMonitor((signal) => sent.push(signal));
  const live = (): unknown => sent.at(-1);
  monitor.setConnected(true);
  t.same(live(), { type: 'live', live: false }, 'not started');
  monitor.set('n/a', true);
  t.same(live(), { type: 'live', live: true });
  monitor.setConnected(false);
  t.same(live(), { type: 'live', live: false });
  monitor.setConnected(true);
  t.same(live(), { type: 'live', live: true });
  monitor.set('n/a', false);
  t.same(live(), { type: 'live', live: false });
  t.end();
});

t.test('a signal for an ended watch is ignored, even when a new watch has the same actor', (t) => {
  const sent: FromThread[] = [];
  const monitor = new ThreadMonitor((signal) => sent.push(signal));
  const heard: string[] = [];
  const end = monitor.watch('n/a', (signal) => heard.push(`first ${signal}`));
  end();
  monitor.watch('n/a', (signal) => heard.push(`second ${signal}`));
  t.same(sent, [
    { type: 'watch', watch: 1, address: 'n/a' },
    { type: 'unwatch', watch: 1 },
    { type: 'watch', watch: 2, address: 'n/a' },
  ]);
  monitor.hear(1, 'terminated');
  monitor.hear(2, 'started');
  t.same(heard, ['second started']);
  t.end();
});
