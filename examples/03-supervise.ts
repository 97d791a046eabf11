/** Supervise: an actor that throws is replaced after a pause, and a sibling that watches it hears of each life. */
import { createSystem, protocol, type ActorSpec, type LifeSignal } from '../src/runtime/index.ts';

type Divide = { type: 'divide'; by: number };

let calculated: () => void;
const done = new Promise<void>((resolve) => {
  calculated = resolve;
});

const divider: ActorSpec<Divide> = {
  id: 'divider',
  type: 'actor',
  accepts: protocol<Divide>({ divide: { by: 'number' } }),
  start: () => ({
    receive: ({ by }) => {
      if (by === 0) throw new Error('division by zero');
      console.log(`84 / ${by} = ${84 / by}`);
      calculated();
    },
  }),
};

const heard: LifeSignal[] = [];
const watcher: ActorSpec<{ type: 'life'; signal: LifeSignal }> = {
  id: 'watcher',
  type: 'actor',
  start: (context) => {
    context.watch(system.ref('divider'), (signal) => ({ type: 'life', signal }));
    return {
      receive: ({ signal }) => {
        heard.push(signal);
        console.log(`the divider has ${signal}`);
        if (heard.length === 1) system.outside.tell(system.ref<Divide>('divider'), { type: 'divide', by: 0 });
        if (heard.length === 3) system.outside.tell(system.ref<Divide>('divider'), { type: 'divide', by: 2 });
      },
    };
  },
};

const system = createSystem({
  root: {
    id: 'root',
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 3, windowMs: 60_000 },
    backoff: { minMs: 10, maxMs: 1_000, jitter: 0, resetAfterMs: 30_000 },
    children: [divider, watcher],
  },
});
await system.start();
await done;
await system.stop();
