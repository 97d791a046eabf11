/** Hello: one actor under a root supervisor, and one message to it. */
import { createSystem, protocol, type ActorSpec } from '../src/runtime/index.ts';

interface Greet {
  type: 'greet';
  name: string;
}

const greeter: ActorSpec<Greet> = {
  id: 'greeter',
  type: 'actor',
  accepts: protocol<Greet>({ greet: { name: 'string' } }),
  start: (context) => ({
    receive: (message) => console.log(`${context.self.address} says: hello, ${message.name}`),
    stop: () => console.log('the greeter stops'),
  }),
};

const system = createSystem({
  root: {
    id: 'root',
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 3, windowMs: 60_000 },
    backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: 30_000 },
    children: [greeter],
  },
});
await system.start();
system.outside.tell(system.ref<Greet>('greeter'), { type: 'greet', name: 'Ada' });
// messages are delivered in a later turn of the event loop
setImmediate(() => void system.stop());
