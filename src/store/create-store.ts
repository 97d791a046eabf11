/** The store that STORE_URL names. */
import type { StoreClock } from './sqlite/connection.ts';
import type { Store } from './store.ts';

/** What the URL of an embedded store begins with; the path of its file follows. */
export const EMBEDDED = 'sqlite:';

/** Not open yet. Loads only the driver that is needed. `clock`: an embedded store's time; a shared one goes by its server's. */
export async function createStore(url: string, clock: StoreClock): Promise<Store> {
  if (url.startsWith(EMBEDDED)) {
    const { createSqliteStore } = await import('./sqlite/threaded-store.ts');
    return createSqliteStore(url.slice(EMBEDDED.length), clock);
  }
  const { MongoStore } = await import('./mongo/mongo-store.ts');
  return new MongoStore(url);
}
