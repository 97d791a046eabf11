/**
 * Starts children in order, replaces those that end and stops them in reverse order. The budget decides when to give
 * up, the backoff how long to pause, and the strategy which children are affected.
 *
 * The work is divided into rounds. A round is a list of children to start in order after a pause. A failure ends the
 * rounds that it affects and begins a new one with a timer, never in a loop, so that a stop is possible in between.
 */
import { CodedError, runtimeError } from '../errors.ts';
import type { Logger } from '../actor.ts';
import { Backoff } from '../guarding/backoff.ts';
import type { SupervisorSpec } from './child-spec.ts';
import type { Clock, Timer } from '../clock.ts';
import { RestartBudget } from '../guarding/restart-budget.ts';
import type { Exit, Incarnate, Incarnation, Slot } from './slot.ts';
import { affectedBy, comesBack } from './strategy.ts';

export interface SupervisorOptions {
  slot: Slot;
  spec: SupervisorSpec;
  incarnate: Incarnate;
  clock: Clock;
  log: Logger;
  random: () => number;
  onExit: (exit: Exit) => void;
}

interface Child {
  readonly slot: Slot;
  readonly backoff: Backoff;
  wasStarted: boolean;
  runningSince: number | undefined;
}
interface Round {
  /** Children that are stopped before the pause. */
  ending: readonly Child[];
  /** Children to start, in order. The first one is being started. */
  readonly pending: Child[];
  /** The supervisor stops, or another round has taken over its children. */
  ended: boolean;
  timer?: Timer;
}

export class Supervisor implements Incarnation {
  readonly #options: SupervisorOptions;
  readonly #children: readonly Child[];
  readonly #budget: RestartBudget;
  readonly #rounds = new Set<Round>();
  #starting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #stopping: Promise<void> | undefined;
  #stopRequested = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#budget = new RestartBudget(options.spec.intensity);
    this.#children = options.slot.children.map((slot) => ({
      slot,
      backoff: new Backoff(options.spec.backoff, options.random),
      wasStarted: false,
      runningSince: undefined,
    }));
  }

  /** Resolves when every child has started; rejects if the supervisor gives up or is stopped before that. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#starting = { resolve, reject };
      if (this.#stopRequested) this.#rejectStart();
      else void this.#run(this.#begin([], this.#children));
    });
  }

  stop(): Promise<void> {
    this.#stopRequested = true;
    this.#rejectStart();
    return (this.#stopping ??= this.#stopAll());
  }

  #rejectStart(): void {
    const { address } = this.#options.slot;
    this.#starting?.reject(runtimeError('RUNTIME_START_FAILED', { address, reason: 'it was stopped' }));
  }

  inspect(): ReturnType<Incarnation['inspect']> {
    const { restarts, windowMs } = this.#options.spec.intensity;
    const left = this.#budget.left(this.#options.clock.monotonic());
    return { mailbox: 0, thread: 'main', budget: { left, restarts, windowMs } };
  }

  /**
   * Restarts a child at once, with those that its strategy makes restart with it. Not counted against the intensity.
   * Returns false if this supervisor stops or has given up.
   */
  restart(slot: Slot): boolean {
    const child = this.#children.find((each) => each.slot === slot);
    if (child === undefined || this.#stopping !== undefined) return false;
    this.#options.log.warn({ child: slot.address }, 'child restarted on request');
    const affected = affectedBy(this.#options.spec.strategy, this.#children, child);
    for (const each of affected) {
      each.runningSince = undefined;
      each.slot.end(each === child ? 'restarted' : 'stopped');
    }
    // A temporary child that has been started before would stay stopped.
    child.wasStarted = false;
    this.#replace(affected, undefined, 0);
    return true;
  }

  #begin(ending: readonly Child[], pending: readonly Child[]): Round {
    const round: Round = { ending, pending: [...pending], ended: false };
    this.#rounds.add(round);
    for (const { slot } of pending) slot.awaitStart();
    return round;
  }

  #end(round: Round): void {
    round.ended = true;
    this.#rounds.delete(round);
    if (round.timer !== undefined) this.#options.clock.clearTimeout(round.timer);
  }

  async #run(round: Round): Promise<void> {
    for (let child = round.pending[0]; child !== undefined; child = round.pending[0]) {
      const error = await this.#startChild(child);
      if (round.ended) return;
      if (error !== undefined) {
        this.#childEnded(child, { reason: 'failed', error });
        return;
      }
      child.runningSince = this.#options.clock.monotonic();
      child.slot.become('running');
      this.#options.log.debug({ child: child.slot.address }, 'child started');
      round.pending.shift();
    }
    this.#end(round);
    if (this.#rounds.size > 0) return;
    this.#starting?.resolve();
    this.#starting = undefined;
  }

  async #startChild(child: Child): Promise<Error | undefined> {
    const { slot } = child;
    child.wasStarted = true;
    try {
      const incarnation = this.#options.incarnate(slot, (exit) => {
        if (slot.incarnation === incarnation) this.#childEnded(child, exit);
      });
      slot.begin(incarnation);
      await incarnation.start();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  #childEnded(child: Child, exit: Exit): void {
    if (this.#stopping !== undefined) return;
    const { spec, slot, clock, log } = this.#options;
    const now = clock.monotonic();
    const ranMs = child.runningSince === undefined ? 0 : now - child.runningSince;
    child.runningSince = undefined;
    if (exit.reason === 'failed') {
      child.slot.end('failed', exit.error);
      log.warn({ child: child.slot.address, err: exit.error }, 'child failed');
    } else {
      child.slot.end('finished');
      log.info({ child: child.slot.address }, 'child finished');
    }

    if (exit.reason === 'failed' && exit.error instanceof CodedError && exit.error.next === 'stop') {
      this.#giveUp(child, exit.error);
    } else if (!comesBack(child.slot.spec.restart ?? 'permanent', exit.reason)) {
      child.slot.become(exit.reason === 'failed' ? 'failed' : 'stopped');
      this.#replace([child], child, 0);
    } else if (this.#budget.spend(now)) {
      this.#replace(affectedBy(spec.strategy, this.#children, child), undefined, child.backoff.next(ranMs));
    } else {
      const cause = exit.reason === 'failed' ? exit.error : undefined;
      const limit = { address: slot.address, ...spec.intensity };
      this.#giveUp(child, runtimeError('RUNTIME_RESTART_LIMIT', { ...limit }, cause));
    }
  }

  /**
   * Stops the `affected` children and begins a round with them, without the `retired` child. The round takes over the
   * other children of the rounds that they were in. Otherwise two rounds would stop and start the same places.
   */
  #replace(affected: readonly Child[], retired: Child | undefined, pauseMs: number): void {
    const [ending, starting] = [new Set(affected), new Set(affected)];
    for (const round of this.#rounds) {
      const its = [...round.ending, ...round.pending];
      if (!its.some((child) => affected.includes(child))) continue;
      this.#end(round);
      for (const child of its) ending.add(child);
      for (const child of round.pending) starting.add(child);
    }
    const stays = (child: Child) => child === retired || (child.wasStarted && child.slot.spec.restart === 'temporary');
    const toStop = this.#children.filter((child) => ending.has(child));
    const toStart = toStop.filter((child) => starting.has(child) && !stays(child));
    void this.#restart(this.#begin(toStop, toStart), pauseMs);
  }

  async #restart(round: Round, pauseMs: number): Promise<void> {
    await this.#stopInReverse(round.ending, round);
    if (round.ended) return;
    round.ending = [];
    for (const { slot } of round.pending)
      this.#options.log.info({ child: slot.address, inMs: pauseMs }, 'child restarting');
    round.timer = this.#options.clock.setTimeout(() => void this.#run(round), pauseMs);
  }

  #giveUp(child: Child, error: Error): void {
    this.#options.log.error({ supervisor: this.#options.slot.address, err: error }, 'supervisor gave up');
    child.slot.become('failed');
    this.#stopping = this.#stopAll();
    void this.#stopping.then(() => {
      if (this.#starting !== undefined) this.#starting.reject(error);
      else if (!this.#stopRequested) this.#options.onExit({ reason: 'failed', error });
    });
  }

  async #stopAll(): Promise<void> {
    for (const round of this.#rounds) this.#end(round);
    await this.#stopInReverse(this.#children, { pending: [], ended: false });
  }

  /** Leaves the rest to the round that takes over, if one does. */
  async #stopInReverse(children: readonly Child[], round: Pick<Round, 'pending' | 'ended'>): Promise<void> {
    for (const child of children.toReversed()) {
      const { slot } = child;
      const { incarnation } = slot;
      await incarnation?.stop();
      if (round.ended) return;
      if (incarnation !== undefined && slot.incarnation === incarnation) {
        slot.incarnation = undefined;
        slot.end('stopped');
        this.#options.log.debug({ child: slot.address }, 'child stopped');
      }
      if (!round.pending.includes(child) && slot.state !== 'failed') slot.become('stopped');
    }
  }
}
