/** nact 7: actors on one thread, one message per turn of the event loop, passed by reference. */
import { peer } from '../peers.ts';
import { ASK_TIMEOUT_MS, askAll, Countdown, inBursts, type Engine } from './engine.ts';

interface Ref {
  readonly path: unknown;
}
type Message = { type: 'note' | 'fail'; number: number } | { type: 'add'; number: number; sender: Ref };
type Receive = (state: unknown, message: Message) => unknown;

interface Nact {
  start: () => Ref;
  stop: (ref: Ref) => void;
  dispatch: (to: Ref, message: unknown) => void;
  query: (to: Ref, request: (sender: Ref) => unknown, timeoutMs: number) => Promise<number>;
  spawn: (parent: Ref, receive: Receive, name: string, options?: object) => Ref;
}

export function nactEngine(): Engine {
  const { start, stop, spawn, dispatch, query } = peer<Nact>('nact');
  const handled = new Countdown();
  const started = new Countdown();
  const receive: Receive = (_, message) => {
    if (message.type === 'note') handled.tick();
    else if (message.type === 'add') dispatch(message.sender, message.number + 1);
    else throw new Error('as asked');
  };
  const system = start();
  const actor = spawn(system, receive, 'actor');
  const reset = { onCrash: (_message: unknown, _error: Error, context: { reset: unknown }) => context.reset };
  const spawnMany = (count: number, options: object): Ref[] =>
    Array.from({ length: count }, (_, nth) => spawn(system, receive, `actor-${nth}`, options));
  return {
    tell: (count) =>
      inBursts(count, (messages) => {
        const done = handled.from(messages);
        for (let number = 0; number < messages; number += 1) dispatch(actor, { type: 'note', number });
        return done;
      }),
    ask: (count) =>
      askAll(count, (number) => query(actor, (sender) => ({ type: 'add', number, sender }), ASK_TIMEOUT_MS)),
    lives: async (count) => {
      for (const one of spawnMany(count, {})) stop(one);
    },
    restart: async (count) => {
      const ready = started.from(2 * count);
      const many = spawnMany(count, { initialStateFunc: started.tick, ...reset });
      for (const one of many) dispatch(one, { type: 'fail', number: 0 });
      await ready;
      for (const one of many) stop(one);
    },
    close: async () => stop(system),
  };
}
