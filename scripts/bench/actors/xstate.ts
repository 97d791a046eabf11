/** xstate 5: actors on one thread, each message handled while the sender waits, passed by reference. */
import { peer } from '../peers.ts';
import { askAll, Countdown, inBursts, type Engine } from './engine.ts';

type Event = { type: 'note'; number: number } | { type: 'add'; number: number; reply: (sum: number) => void };
interface Actor {
  start(): Actor;
  stop(): void;
  send(event: Event): void;
}
interface Xstate {
  createActor: (logic: unknown) => Actor;
  fromCallback: (body: (own: { receive: (listener: (event: Event) => void) => void }) => void) => unknown;
}

export function xstateEngine(): Engine {
  const { createActor, fromCallback } = peer<Xstate>('xstate');
  const handled = new Countdown();
  const logic = fromCallback(({ receive }) =>
    receive((event) => {
      if (event.type === 'note') handled.tick();
      else event.reply(event.number + 1);
    }),
  );
  const actor = createActor(logic).start();
  return {
    tell: (count) =>
      inBursts(count, (messages) => {
        const done = handled.from(messages);
        for (let number = 0; number < messages; number += 1) actor.send({ type: 'note', number });
        return done;
      }),
    ask: (count) => askAll(count, (number) => new Promise((reply) => actor.send({ type: 'add', number, reply }))),
    lives: async (count) => {
      const many = Array.from({ length: count }, () => createActor(logic).start());
      for (const one of many) one.stop();
    },
    close: async () => actor.stop(),
  };
}
