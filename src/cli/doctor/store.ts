/** Checks whether the store can be opened. */
import { existsSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { CodedError } from '../../runtime/index.ts';
import { createStore, EMBEDDED } from '../../store/create-store.ts';
import type { Warning } from './examination.ts';
import { examineFile } from './place.ts';

/** Does not create a missing store file. `isRunning`: a system is running and may hold the store. */
export async function examineStore({ storeUrl, dataDir }: Config, isRunning: boolean): Promise<string | Warning> {
  const file = storeUrl.startsWith(EMBEDDED) ? storeUrl.slice(EMBEDDED.length) : undefined;
  if (file !== undefined && !existsSync(file)) {
    examineFile('STORE_URL', file, dataDir);
    return 'will be made at the first start';
  }
  const store = await createStore(storeUrl);
  try {
    await store.open();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'PMC_STORE_LOCKED' && isRunning)
      return 'in use by the system that runs';
    throw error;
  }
  const letters = await store.deadLetters.count();
  await store.close();
  const found = `opens; ${letters} dead letters`;
  return letters === 0 ? found : { warning: `${found}, see "pickmyclass dead-letters list"` };
}
