/** What each actor library does in the benchmark. */

export interface Engine {
  /** Sends `count` messages to one actor in bursts. Resolves when it has handled all. */
  tell(count: number): Promise<void>;
  /** Sends `count` requests to one actor, `IN_FLIGHT` at a time. Resolves with the last answer. */
  ask(count: number): Promise<void>;
  /** Starts `count` actors and stops them. */
  lives?(count: number): Promise<void>;
  /** Makes each of `count` actors fail. Resolves when a supervisor has started all of them again. */
  restart?(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Messages that are sent before the first of them is waited for: far fewer than a mailbox holds. */
export const BURST = 1_000;
/** Asks that wait for their answers at a time. */
const IN_FLIGHT = 100;
export const ASK_TIMEOUT_MS = 10_000;

/** `send` sends this many messages, and resolves when they are handled. */
export async function inBursts(count: number, send: (messages: number) => Promise<unknown>): Promise<void> {
  for (let left = count; left > 0; left -= BURST) await send(Math.min(left, BURST));
}

/** Sums 1 and `number` with `ask`, again and again, and checks the answers. */
export async function askAll(count: number, ask: (number: number) => Promise<number>): Promise<void> {
  for (let sent = 0; sent < count; sent += IN_FLIGHT) {
    const numbers = Array.from({ length: Math.min(IN_FLIGHT, count - sent) }, (_, nth) => sent + nth);
    const answers = await Promise.all(numbers.map(ask));
    if (answers.some((answer, nth) => answer !== numbers[nth]! + 1)) throw new Error('a wrong answer');
  }
}

/** Counts down from what it is set to. */
export class Countdown {
  #left = 0;
  #done: () => void = () => {};

  from(count: number): Promise<void> {
    this.#left = count;
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  readonly tick = (): void => {
    this.#left -= 1;
    if (this.#left === 0) this.#done();
  };
}
