/** The store that STORE_URL names. */
import { elapsed } from './elapsed.ts';
import type { Store } from './store.ts';

/** What the URL of an embedded store begins with; the path of its file follows. */
export const EMBEDDED = 'sqlite:';

/** Not open yet. Loads only the driver that is needed. */
export async function createStore(url: string): Promise<Store> {
  if (url.startsWith(EMBEDDED)) {
    const { createSqliteStore } = await import('./sqlite/threaded-store.ts');
    return createSqliteStore(url.slice(EMBEDDED.length), { now: () => Date.now(), monotonic: elapsed });
  }
  const { MongoStore } = await import('./mongo/mongo-store.ts');
  return new MongoStore(url);
}
