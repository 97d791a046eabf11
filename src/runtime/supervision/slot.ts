/** A place in the supervisor tree. It outlives the incarnations of its child, so it keeps the counters. */
import type { Breaker } from '../guarding/breaker.ts';
import type { Inspection } from '../inspection.ts';
import type { ChildSpec } from './child-spec.ts';
import type { Clock } from '../clock.ts';
import { Lives, textOf, type Life } from './lives.ts';
import type { NodeState, TreeNode } from './tree-node.ts';

/** One life of a child. */
export interface Incarnation {
  /** Rejects when the start failed. Called once. */
  start(): Promise<void>;
  /** Stops it within its shutdown time and releases what it owns. Works in every state and never rejects. */
  stop(): Promise<void>;
  inspect(): Inspection & Pick<TreeNode, 'mailbox' | 'oldestMs' | 'budget' | 'heartbeatMs' | 'load' | 'thread'>;
  /** Ends it as if it had failed by itself. Only actors that are running. */
  crash?(error: Error): void;
  /** The circuit breaker that guards its calls, if it is in this thread. */
  readonly breaker?: Breaker | undefined;
}

/** How a running child ended by itself. */
export type Exit = { reason: 'failed'; error: Error } | { reason: 'finished' };

export type Incarnate = (slot: Slot, onExit: (exit: Exit) => void) => Incarnation;

export class Slot {
  readonly spec: ChildSpec;
  readonly address: string;
  readonly children: Slot[];
  incarnation: Incarnation | undefined;
  readonly #clock: Clock;
  readonly #onChange: (slot: Slot) => void;
  #state: NodeState = 'stopped';
  #since: number;
  #begun = false;
  #restarts = 0;
  #lastError: string | undefined;
  readonly #lives = new Lives();

  /** `address` is the node for the root, and the path below the node for all others. */
  constructor(spec: ChildSpec, address: string, clock: Clock, onChange: (slot: Slot) => void) {
    this.spec = spec;
    this.address = address;
    this.#clock = clock;
    this.#since = clock.now();
    this.#onChange = onChange;
    const children = spec.type === 'supervisor' ? spec.children : [];
    this.children = children.map((child) => new Slot(child, `${address}/${child.id}`, clock, onChange));
  }

  get state(): NodeState {
    return this.#state;
  }

  become(state: NodeState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#clock.now();
    this.#onChange(this);
  }

  /** Notes that a start will follow, now or after a pause. */
  awaitStart(): void {
    this.become(this.#begun ? 'restarting' : 'starting');
  }

  begin(incarnation: Incarnation): void {
    this.incarnation = incarnation;
    if (this.#begun) this.#restarts += 1;
    this.#begun = true;
    this.#lives.begin(this.#now());
  }

  /** Notes how the current life has ended, once. */
  end(end: NonNullable<Life['end']>, error?: Error): void {
    this.#lives.end(this.#now(), end, error);
    if (error !== undefined) this.noteError(error);
  }

  noteError(error: Error): void {
    this.#lastError = textOf(error);
  }

  toTree(): TreeNode {
    return {
      id: this.spec.id,
      kind: this.spec.type === 'supervisor' ? 'supervisor' : 'actor',
      state: this.#state,
      since: new Date(this.#since).toISOString(),
      restarts: this.#restarts,
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
      ...(this.#lives.all.length > 0 && { lives: this.#lives.all }),
      mailbox: 0,
      thread: 'main',
      ...this.incarnation?.inspect(),
      children: this.children.map((child) => child.toTree()),
    };
  }

  /** Returns the place at `path` below this one. */
  at([id, ...rest]: readonly string[]): Slot | undefined {
    if (id === undefined) return this;
    return this.children.find(({ spec }) => spec.id === id)?.at(rest);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}
