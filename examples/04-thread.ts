/** Thread: the same actor in a worker thread of its own. This file is both the program and the actor's module. */
import { isMainThread, threadId } from 'node:worker_threads';
import { createSystem, protocol, type ActorContext, type Behavior, type Ref } from '../src/runtime/index.ts';

interface Count {
  type: 'count';
  to: number;
  replyTo: Ref<{ primes: number; onMain: boolean }>;
}

export const accepts = protocol<Count>({ count: { to: 'number', replyTo: 'ref' } });

export function start(context: ActorContext<Count>): Behavior<Count> {
  const isPrime = (n: number): boolean =>
    n > 1 && !Array.from({ length: n - 2 }, (_, i) => i + 2).some((d) => n % d === 0);
  return {
    receive: ({ to, replyTo }) => {
      const primes = Array.from({ length: to }, (_, n) => n).filter(isPrime).length;
      context.tell(replyTo, { primes, onMain: threadId === 0 });
    },
  };
}

if (isMainThread) {
  const system = createSystem({
    root: {
      id: 'root',
      type: 'supervisor',
      strategy: 'one-for-one',
      intensity: { restarts: 3, windowMs: 60_000 },
      backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: 30_000 },
      children: [{ id: 'counter', type: 'thread', module: import.meta.url, args: null, resourceLimits: {} }],
    },
  });
  await system.start();
  const counter = system.ref<Count>('counter');
  console.log(await system.outside.ask(counter, (replyTo) => ({ type: 'count', to: 1_000, replyTo }), 60_000));
  await system.stop();
}
