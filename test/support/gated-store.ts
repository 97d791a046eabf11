/** A store in which one method is slow for as long as a test wants. */
import type { Store } from '../../src/store/store.ts';

export interface Gated {
  store: Store;
  /** Resolves when the next call has reached the gate. */
  reached: () => Promise<void>;
  /** From now on no call waits. */
  open: () => void;
}

/** Each call of `sections.<method>` waits before it is made (`on its way`), or its answer does (`on its way back`). */
export function gated(store: Store, method: keyof Store['sections'], when: 'on its way' | 'on its way back'): Gated {
  let isOpen = false;
  const held: (() => void)[] = [];
  const arriving: (() => void)[] = [];
  const pass = async (): Promise<void> => {
    if (isOpen) return;
    for (const arrived of arriving.splice(0)) arrived();
    await new Promise<void>((resolve) => {
      held.push(resolve);
    });
  };
  const call = store.sections[method].bind(store.sections) as (...args: unknown[]) => Promise<unknown>;
  const slow = async (...args: unknown[]): Promise<unknown> => {
    if (when === 'on its way') await pass();
    const answer = await call(...args);
    if (when === 'on its way back') await pass();
    return answer;
  };
  const sections = new Proxy(store.sections, {
    get: (target, name) => (name === method ? slow : (Reflect.get(target, name, target) as unknown)),
  });
  return {
    store: new Proxy(store, {
      get: (target, name) => (name === 'sections' ? sections : (Reflect.get(target, name, target) as unknown)),
    }),
    reached: () =>
      new Promise((resolve) => {
        arriving.push(resolve);
      }),
    open: () => {
      isOpen = true;
      for (const go of held.splice(0)) go();
    },
  };
}
