/** Ask: a question with a reply address and a timeout. A message that the actor does not accept is refused at once. */
import { createSystem, protocol, type ActorSpec, type Ref } from '../src/runtime/index.ts';

interface Add {
  type: 'add';
  numbers: readonly number[];
  replyTo: Ref<number>;
}

const adder: ActorSpec<Add> = {
  id: 'adder',
  type: 'actor',
  accepts: protocol<Add>({ add: { numbers: 'array', replyTo: 'ref' } }),
  start: (context) => ({
    receive: ({ numbers, replyTo }) =>
      context.tell(
        replyTo,
        numbers.reduce((sum, number) => sum + number, 0),
      ),
  }),
};

const system = createSystem({
  root: {
    id: 'root',
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 3, windowMs: 60_000 },
    backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: 30_000 },
    children: [adder],
  },
});
await system.start();
const to = system.ref<Add>('adder');
console.log(
  '1 + 2 + 3 =',
  await system.outside.ask(to, (replyTo) => ({ type: 'add', numbers: [1, 2, 3], replyTo }), 1_000),
);
const older = system.ref<{ type: 'plus'; replyTo: Ref<number> }>('adder');
const refused = system.outside.ask(older, (replyTo) => ({ type: 'plus', replyTo }), 1_000);
console.log(await refused.catch((error: Error) => error.message));
await system.stop();
