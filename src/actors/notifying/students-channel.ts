/** What the actors of web push and webhooks share: delivering, and tests that students ask for. */
import type { StudentChannel } from '../../domain/channel.ts';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { Compose, StudentsChannel, TestMessage } from '../../notify/channel.ts';
import { provenBy } from '../../notify/proof.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { protocol, reasonOf } from '../../runtime/index.ts';
import type { Language } from '../../words/language.ts';
import type { DeliveringMessage, DeliveringNode, DeliveringOptions } from './delivering.ts';
import { Delivering, deliveringOptions, SHUTDOWN_MS } from './delivering.ts';

export type StudentsChannelMessage =
  | { type: 'wake' }
  /** Sends a test to a channel of a student. */
  | { type: 'test'; userId: string; channelId: string; replyTo: Ref<TestReply> };

export type TestReply = { outcome: 'sent' } | { outcome: 'failed'; message: string };

/** A forged test can only say what a test says, to a channel that its owner has added. */
const accepts = protocol<StudentsChannelMessage>({
  wake: {},
  test: { userId: 'string', channelId: 'string', replyTo: 'ref' },
});

/** The parts of the node that these actors use. */
export interface StudentsChannelNode extends DeliveringNode {
  readonly store: DeliveringNode['store'] & Pick<Node['store'], 'accounts'>;
}

export interface StudentsChannelOwn {
  readonly compose: Compose;
  /** Writes the test for a channel. `withCode`: it shows the code that verifies the channel. */
  readonly testFor: (channel: StudentChannel, language: Language, withCode: boolean) => TestMessage;
}

/** `open` is called each time the actor starts. The actor closes the channel when it stops. */
export function studentsChannelSpec(
  node: StudentsChannelNode,
  own: StudentsChannelOwn,
  name: 'web-push' | 'webhook',
  open: (context: Pick<ActorContext<never>, 'clock'>) => StudentsChannel,
): Unplaced<StudentsChannelMessage | DeliveringMessage> {
  const options = deliveringOptions(node, name);
  return {
    type: 'actor',
    accepts,
    shutdownMs: SHUTDOWN_MS,
    start: (context) => new StudentsChannelActor(context, node.store, own, options, open(context)),
  };
}

/** Errors for operators begin with their code. */
const CODE = /^PMC_\w+: /;

class StudentsChannelActor implements Behavior<StudentsChannelMessage | DeliveringMessage> {
  readonly #context: ActorContext<StudentsChannelMessage | DeliveringMessage>;
  readonly #store: StudentsChannelNode['store'];
  readonly #own: StudentsChannelOwn;
  readonly #channel: StudentsChannel;
  readonly #delivering: Delivering;

  constructor(
    context: ActorContext<StudentsChannelMessage | DeliveringMessage>,
    store: StudentsChannelNode['store'],
    own: StudentsChannelOwn,
    options: DeliveringOptions,
    channel: StudentsChannel,
  ) {
    this.#context = context;
    this.#store = store;
    this.#own = own;
    this.#channel = channel;
    this.#delivering = new Delivering(context, options, channel);
  }

  receive(message: StudentsChannelMessage | DeliveringMessage): void {
    if (message.type !== 'test') return this.#delivering.receive(message);
    const { userId, channelId, replyTo } = message;
    this.#test(userId, channelId).then(
      (reply) => this.#context.tell(replyTo, reply),
      (error: unknown) => this.#context.log.warn({ reason: reasonOf(error) }, 'a test was not sent'),
    );
  }

  get breaker() {
    return this.#delivering.breaker;
  }

  inspect() {
    return this.#delivering.inspect();
  }

  stop(): Promise<void> {
    return this.#delivering.stop();
  }

  async #test(userId: string, channelId: string): Promise<TestReply> {
    const channel = await this.#store.channels.find(userId, channelId);
    if (channel?.type !== this.#channel.name) return { outcome: 'failed', message: 'the channel was removed' };
    const { language } = (await this.#store.accounts.preferences(userId)) ?? DEFAULT_PREFERENCES;
    const withCode = provenBy(channel) === 'code' && !channel.verified;
    const sent = await this.#channel.test(channel.settings, this.#own.testFor(channel, language, withCode));
    return sent.outcome === 'sent' ? sent : { outcome: 'failed', message: sent.error.replace(CODE, '') };
  }
}
