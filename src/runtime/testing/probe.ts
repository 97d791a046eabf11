/** An actor for tests of the runtime: it records what happens to it, and does what its messages say. */
import type { ActorContext, ActorSpec, Ref } from '../index.ts';
import { protocol } from '../index.ts';

export type ProbeMessage =
  | { type: 'note'; text: string }
  | { type: 'echo'; text: string; replyTo: Ref<{ text: string }> }
  /** Blocks the mailbox until `release` is called. */
  | { type: 'hold' }
  | { type: 'throw'; text: string }
  | { type: 'finish' };

export interface Probe {
  spec: ActorSpec<ProbeMessage>;
  /** `started`, `stopped` and the texts it received, in order, over all its lives. */
  events: string[];
  /** Results of the next starts: an error makes the start fail, null makes it succeed. If empty, starts succeed. */
  starts: (Error | null)[];
  /** Unblocks the mailbox. */
  release(): void;
  context(): ActorContext<ProbeMessage>;
}

const accepts = protocol<ProbeMessage>({
  note: { text: 'string' },
  echo: { text: 'string', replyTo: 'ref' },
  hold: {},
  throw: { text: 'string' },
  finish: {},
});

/** `journal` gets each event as `<id> <event>`; several probes may share it. */
export function probe(id: string, overrides: Partial<ActorSpec<ProbeMessage>> = {}, journal: string[] = []): Probe {
  const events: string[] = [];
  const starts: (Error | null)[] = [];
  let current: ActorContext<ProbeMessage> | undefined;
  let letGo: () => void = () => {};
  const write = (event: string): void => {
    events.push(event);
    journal.push(`${id} ${event}`);
  };
  return {
    events,
    starts,
    release: () => letGo(),
    context: () => current as ActorContext<ProbeMessage>,
    spec: {
      id,
      type: 'actor',
      accepts,
      start: (context) => {
        current = context;
        const outcome = starts.shift() ?? null;
        if (outcome !== null) {
          write('start failed');
          throw outcome;
        }
        write('started');
        return {
          receive: (message) => {
            switch (message.type) {
              case 'note':
                return write(message.text);
              case 'echo':
                return context.tell(message.replyTo, { text: message.text });
              case 'hold':
                return new Promise((resolve) => {
                  write('holding');
                  letGo = () => {
                    write('let go');
                    resolve();
                  };
                });
              case 'throw':
                throw new Error(message.text);
              case 'finish':
                return context.finish();
              default:
                return message satisfies never;
            }
          },
          stop: () => write('stopped'),
        };
      },
      ...overrides,
    },
  };
}
