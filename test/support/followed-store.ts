/**
 * A store whose calls are counted and can be awaited. A manual clock needs this for a store that answers over a socket.
 */
import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../src/store/store.ts';

export interface FollowedStore {
  store: Store;
  /** How often each method was called, under names such as `sections.claim`. */
  calls: Record<string, number>;
  /** Resolves when no call of the store is pending, including calls that its answers cause. */
  idle: () => Promise<void>;
}

const QUIET_TURNS = 4;

export function follow(store: Store): FollowedStore {
  const calls: Record<string, number> = {};
  const underWay = new Set<Promise<unknown>>();
  const followed = (target: object, path: string): object =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value === 'object' && value !== null) return followed(value, `${path}${String(name)}.`);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const call = `${path}${String(name)}`;
          calls[call] = (calls[call] ?? 0) + 1;
          const answer: unknown = Reflect.apply(value, object, args);
          if (!(answer instanceof Promise)) return answer;
          const ended: Promise<unknown> = answer
            .then(
              () => {},
              () => {},
            )
            .finally(() => underWay.delete(ended));
          underWay.add(ended);
          return answer;
        };
      },
    });
  const idle = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await setImmediate();
      if (underWay.size === 0) continue;
      await Promise.all(underWay);
      quiet = -1;
    }
  };
  return { store: followed(store, '') as Store, calls, idle };
}
