/** Replays a recorded series on the campus, `speed` times as fast. */
import type { Clock, Timer } from '../../src/runtime/index.ts';
import type { Motion } from './motion.ts';
import { statusOfSection } from './section.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

export interface ReplayProgress {
  steps: number;
  applied: number;
  /** The openings of the whole series, and those so far. */
  openings: number;
  opened: number;
  /** The recorded local time that has been reached. */
  at: string;
  done: boolean;
}

export class Replay implements Motion {
  readonly #trace: Trace;
  readonly #world: World;
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #known: Set<object>;
  #applied = 0;
  #opened = 0;
  /** Recorded milliseconds that were played before the last stop. */
  #playedMs = 0;
  #startedAt = 0;
  #timer: Timer | undefined;

  constructor({ trace, world, clock, speed }: { trace: Trace; world: World; clock: Clock; speed: number }) {
    this.#trace = trace;
    this.#world = world;
    this.#clock = clock;
    this.#speed = speed;
    this.#known = new Set(trace.sections.filter(({ listing }) => listing === 'active'));
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  get progress(): ReplayProgress {
    const { steps, openings, startMs } = this.#trace;
    const done = this.#applied === steps.length;
    return {
      steps: steps.length,
      applied: this.#applied,
      openings,
      opened: this.#opened,
      at: new Date(startMs + this.#played()).toISOString().slice(0, 19),
      done,
    };
  }

  start(): void {
    if (this.#timer !== undefined || this.#speed === 0) return;
    this.#startedAt = this.#clock.monotonic();
    this.#schedule();
  }

  stop(): void {
    if (this.#timer === undefined) return;
    this.#playedMs = this.#played();
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #played(): number {
    return this.#timer === undefined
      ? this.#playedMs
      : this.#playedMs + (this.#clock.monotonic() - this.#startedAt) * this.#speed;
  }

  #schedule(): void {
    const next = this.#trace.steps[this.#applied];
    if (next === undefined) return this.stop();
    const delayMs = (next.atMs - this.#trace.startMs - this.#played()) / this.#speed;
    this.#timer = this.#clock.setTimeout(
      () => {
        this.#applyDue();
        this.#schedule();
      },
      Math.max(0, Math.ceil(delayMs)),
    );
    this.#timer.unref();
  }

  #applyDue(): void {
    const reached = this.#trace.startMs + this.#played();
    for (
      let step = this.#trace.steps[this.#applied];
      step !== undefined && step.atMs <= reached;
      step = this.#trace.steps[this.#applied]
    ) {
      const { section, facts } = step;
      const wasOpen = statusOfSection(section) === 'open';
      this.#world.change(section, facts);
      if (this.#known.has(section) && !wasOpen && statusOfSection(section) === 'open') this.#opened += 1;
      this.#known.add(section);
      this.#applied += 1;
    }
  }
}
