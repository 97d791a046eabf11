/**
 * One topic that operators watch. It is read while somebody watches it: once for all, every few seconds, and at once
 * when something has happened. Everyone is sent the same text with the difference.
 */
import type { Clock, Timer } from '../../runtime/index.ts';
import { CodedError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { OperatorServerFrame } from '../contract/operator-frames.ts';
import type { OperatorTopic } from '../contract/operator-topics.ts';
import { patchBetween } from './json-patch.ts';

export interface TopicSource<Value> {
  /** Milliseconds from the start of one reading to the start of the next. */
  readonly everyMs: number;
  readonly read: () => Promise<Value>;
}

export type Watcher = (text: string) => void;

/** Milliseconds between two readings when things happen one after another. A person sees no more than that. */
const AT_MOST_EVERY_MS = 100;

export class Topic {
  readonly #name: OperatorTopic;
  readonly #source: TopicSource<unknown>;
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  #value: unknown;
  #failure: { code: string; message: string } | undefined;
  #reading = false;
  #readAgain = false;
  #readAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  constructor(name: OperatorTopic, source: TopicSource<unknown>, clock: Clock) {
    this.#name = name;
    this.#source = source;
    this.#clock = clock;
  }

  add(watcher: Watcher): void {
    this.#watchers.add(watcher);
    if (this.#value !== undefined) watcher(encode({ type: 'value', topic: this.#name, value: this.#value }));
    if (this.#failure !== undefined) watcher(encode({ type: 'failed', topic: this.#name, ...this.#failure }));
    if (this.#watchers.size === 1) void this.#read();
  }

  remove(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    this.#readIn(undefined);
    this.#value = undefined;
    this.#failure = undefined;
  }

  /** Reads now, because something has happened. */
  refresh(): void {
    if (this.#watchers.size === 0) return;
    if (this.#reading) this.#readAgain = true;
    else this.#readIn(Math.max(0, this.#readAt + AT_MOST_EVERY_MS - this.#clock.monotonic()));
  }

  #readIn(delayMs: number | undefined): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = delayMs === undefined ? undefined : this.#clock.setTimeout(() => void this.#read(), delayMs);
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    this.#readAgain = false;
    this.#readAt = this.#clock.monotonic();
    try {
      this.#tell(await this.#source.read());
    } catch (error) {
      this.#tellFailure(error);
    }
    this.#reading = false;
    if (this.#watchers.size === 0) return;
    // A reading that took long, because something does not answer, must not put off the next one.
    const tookMs = this.#clock.monotonic() - this.#readAt;
    this.#readIn(this.#readAgain ? AT_MOST_EVERY_MS : Math.max(AT_MOST_EVERY_MS, this.#source.everyMs - tookMs));
  }

  #tell(value: unknown): void {
    if (this.#watchers.size === 0) return;
    const before = this.#value;
    const recovered = this.#failure !== undefined;
    this.#value = value;
    this.#failure = undefined;
    if (before === undefined) return this.#send({ type: 'value', topic: this.#name, value });
    const patch = patchBetween(before, value);
    if (patch.length > 0 || recovered) this.#send({ type: 'patch', topic: this.#name, patch });
  }

  #tellFailure(error: unknown): void {
    const code = codeOf(error);
    const known = this.#failure?.code === code;
    // The text of an unexpected error may contain anything.
    this.#failure = { code, message: error instanceof CodedError ? error.message : 'this cannot be read now' };
    if (!known) this.#send({ type: 'failed', topic: this.#name, ...this.#failure });
  }

  #send(frame: OperatorServerFrame): void {
    const text = encode(frame);
    for (const watcher of this.#watchers) watcher(text);
  }
}

export function encode(frame: OperatorServerFrame): string {
  return JSON.stringify(frame);
}
