/** The actor of the benchmark: it counts notes and adds one to numbers. */
import type { ActorContext, Behavior, Ref } from '../../../src/runtime/index.ts';
import { protocol } from '../../../src/runtime/index.ts';

export type Message =
  { type: 'note'; number: number } | { type: 'add'; number: number; replyTo: Ref<number> } | { type: 'fail' };

export const accepts = protocol<Message>({
  note: { number: 'number' },
  add: { number: 'number', replyTo: 'ref' },
  fail: {},
});

export function adder(onNote: () => void): (context: ActorContext<Message>) => Behavior<Message> {
  return (context) => ({
    receive: (message) => {
      if (message.type === 'note') onNote();
      else if (message.type === 'add') context.tell(message.replyTo, message.number + 1);
      else throw new Error('as asked');
    },
  });
}
