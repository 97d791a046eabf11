/** Creates the store that STORE_URL names. */
import { elapsed } from './elapsed.ts';
import type { Store } from './store.ts';

/** The scheme of an embedded store's URL. The path of the file follows it. */
export const EMBEDDED = 'sqlite:';

/** The store is not open yet. Only the driver it needs is loaded. */
export async function createStore(url: string): Promise<Store> {
  if (url.startsWith(EMBEDDED)) {
    const { createSqliteStore } = await import('./sqlite/threaded-store.ts');
    return createSqliteStore(url.slice(EMBEDDED.length), { now: () => Date.now(), monotonic: elapsed });
  }
  const { MongoStore } = await import('./mongo/mongo-store.ts');
  return new MongoStore(url);
}
