/**
 * The page's live connection to the server: watches topics, keeps their values, and comes back when it is cut off.
 * Independent of the browser: the socket, the timers and the random numbers are injected.
 */
import type { OperatorClientFrame, OperatorServerFrame } from '../../../contract/operator-frames.ts';
import type { OperatorTopic, OperatorValue } from '../../../contract/operator-topics.ts';
import type { Socket, SocketEvents } from '../../shared/live.ts';
import type { LiveClock } from '../../shared/pulse.ts';
import { applyPatch } from './apply-patch.ts';

/** `cut`: the connection was lost, or never opened, and is tried again. `refused`: the server does not let us in. */
export type PushState = 'connecting' | 'online' | 'cut' | 'refused';

export interface Caller {
  who: string;
  role: 'viewer' | 'operator';
}

/** `error`: why the value is not up to date. */
export interface Pushed<Value> {
  value: Value | undefined;
  error: { code: string; message: string } | undefined;
}

export interface PushOptions {
  connect: (events: SocketEvents) => Socket;
  clock: LiveClock;
  /** Returns a number from 0 to 1. */
  random: () => number;
  /** null: the session cookie counts. */
  token: string | null;
}

const RETRY_MIN_MS = 500;
/** The page is back within five seconds of the server. */
const RETRY_MAX_MS = 4_000;
/** The server gives a sign of life every five seconds. */
const SILENT_MS = 12_000;
const UNKNOWN: Pushed<never> = { value: undefined, error: undefined };

export class Push {
  readonly #options: PushOptions;
  /** How many components show each topic. */
  readonly #shown = new Map<OperatorTopic, number>();
  readonly #pushed = new Map<OperatorTopic, Pushed<unknown>>();
  readonly #listeners = new Set<() => void>();
  #socket: Socket | null = null;
  #timer: unknown;
  #attempts = 0;
  #watchSoon = false;
  #state: PushState = 'connecting';
  #caller: Caller | undefined;

  constructor(options: PushOptions) {
    this.#options = options;
    this.#connect();
  }

  get state(): PushState {
    return this.#state;
  }

  /** Who we are to the server. undefined until it has said so. */
  get caller(): Caller | undefined {
    return this.#caller;
  }

  get<Topic extends OperatorTopic>(topic: Topic): Pushed<OperatorValue<Topic>> {
    return (this.#pushed.get(topic) ?? UNKNOWN) as Pushed<OperatorValue<Topic>>;
  }

  /** Calls `listener` after every frame that changes something. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Watches a topic until the returned function is called. */
  show(topic: OperatorTopic): () => void {
    this.#shown.set(topic, (this.#shown.get(topic) ?? 0) + 1);
    this.#watchAgain();
    return () => {
      const left = this.#shown.get(topic)! - 1;
      if (left > 0) this.#shown.set(topic, left);
      else this.#shown.delete(topic);
      this.#watchAgain();
    };
  }

  /** Connects at once. Called when the page may have been asleep. */
  wake(): void {
    if (this.#state === 'cut' && this.#socket === null) this.#connect();
  }

  close(): void {
    this.#options.clock.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #connect(): void {
    this.#awaitLife();
    const ours = (then: () => void): void => {
      if (this.#socket === socket) then();
    };
    const { token, connect } = this.#options;
    const socket: Socket = connect({
      opened: () => ours(() => this.#send({ type: 'sign-in', ...(token !== null && { token }) })),
      received: (text) => ours(() => this.#received(JSON.parse(text) as OperatorServerFrame)),
      closed: () => ours(() => this.#lost()),
    });
    this.#socket = socket;
  }

  #awaitLife(): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      const socket = this.#socket;
      this.#lost();
      socket?.close();
    }, SILENT_MS);
  }

  #lost(): void {
    const { clock, random } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#socket = null;
    if (this.#state === 'refused') return;
    // Half of the pause is random, so that the pages do not all return at once after an outage.
    const pause = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#timer = clock.setTimeout(() => this.#connect(), pause * (0.5 + 0.5 * random()));
    this.#become('cut');
  }

  #received(frame: OperatorServerFrame): void {
    this.#awaitLife();
    switch (frame.type) {
      case 'signed-in':
        this.#attempts = 0;
        this.#caller = { who: frame.who, role: frame.role };
        this.#sendTopics();
        return this.#become('online');
      case 'value':
        return this.#set(frame.topic, { value: frame.value, error: undefined });
      case 'patch':
        return this.#set(frame.topic, {
          value: applyPatch(this.get(frame.topic).value, frame.patch),
          error: undefined,
        });
      case 'failed':
        return this.#set(frame.topic, {
          ...this.get(frame.topic),
          error: { code: frame.code, message: frame.message },
        });
      case 'error':
        return REFUSALS.has(frame.code) ? this.#become('refused') : undefined;
      case 'alive':
        return;
      default:
        return frame satisfies never;
    }
  }

  #set(topic: OperatorTopic, pushed: Pushed<unknown>): void {
    this.#pushed.set(topic, pushed);
    this.#tell();
  }

  #become(state: PushState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Once for all components that appear or disappear together. */
  #watchAgain(): void {
    if (this.#watchSoon) return;
    this.#watchSoon = true;
    queueMicrotask(() => {
      this.#watchSoon = false;
      if (this.#state === 'online') this.#sendTopics();
    });
  }

  #sendTopics(): void {
    this.#send({ type: 'watch', topics: [...this.#shown.keys()] });
  }

  #send(frame: OperatorClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_OPERATOR_TOKEN_WRONG']);
