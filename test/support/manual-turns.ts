/** Turns whose timers a test fires, in the order in which they were set. */
import type { Turns } from '../../src/checking/turns.ts';
import type { CodedError } from '../../src/runtime/index.ts';
import { settle } from '../../src/runtime/testing/index.ts';

export interface ManualTurns extends Turns {
  /** Milliseconds of each timer that is set. */
  waits: () => number[];
  /** Fires the first timer and waits until its effects are done. */
  fire: () => Promise<void>;
}

export function manualTurns(): ManualTurns {
  const timers = new Map<string, { delayMs: number; run: () => void }>();
  return {
    after: (promise, onValue, onLater) => {
      void promise.then(onValue, (error: unknown) => onLater?.(error as CodedError));
    },
    in: (key, delayMs, run) => {
      timers.delete(key);
      timers.set(key, { delayMs, run });
    },
    waits: () => [...timers.values()].map(({ delayMs }) => delayMs),
    fire: async () => {
      const [key, timer] = [...timers][0]!;
      timers.delete(key);
      timer.run();
      await settle();
    },
  };
}
