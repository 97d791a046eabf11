/** A place in the supervisor tree. It outlives the incarnations of its child, so it keeps the counters. */
import { reasonOf } from '../errors.ts';
import type { Inspection } from '../inspection.ts';
import type { ChildSpec } from './child-spec.ts';
import type { Clock } from '../clock.ts';
import type { NodeState, TreeNode } from './tree-node.ts';

/** One life of a child. */
export interface Incarnation {
  /** Rejects when the start failed. Called once. */
  start(): Promise<void>;
  /** Stops it within its shutdown time and releases what it owns. Works in every state and never rejects. */
  stop(): Promise<void>;
  inspect(): Inspection & { mailbox: number; thread: string };
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
  }

  noteError(error: Error): void {
    const cause = error.cause === undefined ? '' : reasonOf(error.cause);
    this.#lastError = error.message.includes(cause) ? error.message : `${error.message} (${cause})`;
  }

  toTree(): TreeNode {
    return {
      id: this.spec.id,
      kind: this.spec.type === 'supervisor' ? 'supervisor' : 'actor',
      state: this.#state,
      since: new Date(this.#since).toISOString(),
      restarts: this.#restarts,
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
      mailbox: 0,
      thread: 'main',
      ...this.incarnation?.inspect(),
      children: this.children.map((child) => child.toTree()),
    };
  }
}
