/** Stores that are named by a URL, for tests of the commands that copy stores. */
import { setTimeout } from 'node:timers/promises';
import type { Test } from 'tap';
import { createStore } from '../../src/store/create-store.ts';
import type { StoreHarness } from '../contract/store/harness.ts';

/** Makes a store in a file, fills and closes it. Returns it with the result of `fill`. */
export async function filled<Result>(
  t: Test,
  path: string,
  fill: (harness: StoreHarness) => Promise<Result>,
): Promise<{ url: string; filledWith: Result }> {
  const url = `sqlite:${path}`;
  const harness = await opened(t, url);
  const filledWith = await fill(harness);
  await harness.store.close();
  return { url, filledWith };
}

/** Opens the store until the end of the test. */
export async function opened(t: Test, url: string): Promise<StoreHarness> {
  const store = await createStore(url);
  await store.open();
  t.teardown(() => store.close());
  return {
    store,
    now: () => Date.now(),
    reopen: () => Promise.reject(new Error('not here')),
    // The store has its own clock: the time must pass.
    advance: (ms) => setTimeout(ms),
  };
}
