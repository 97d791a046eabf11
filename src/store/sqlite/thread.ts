/** The store's thread, a piscina worker: runs the calls it gets on the SqliteStore they name, one after the other. */
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Run, StoreCall, StoreReply } from './thread-protocol.ts';

/** Rows per text of a long list. Parsing one takes a few milliseconds. */
const TEXT_ROWS = 500;

const clock = { nowMs: 0, elapsedMs: 0, now: (): number => clock.nowMs, monotonic: (): number => clock.elapsedMs };
const stores = new Map<string, SqliteStore>();

export default async function handle(call: StoreCall): Promise<StoreReply> {
  clock.nowMs = call.now;
  clock.elapsedMs = call.elapsed;
  try {
    // A thread that replaced a dead one opens the file itself, as the same run: nobody calls `open` again.
    const store =
      stores.get(call.path) ?? (await open(call.path, call.method === 'open' ? (call.args[0] as Run) : 'same'));
    if (call.method === 'open') return { outcome: 'value', value: undefined };
    if (call.method === 'close') stores.delete(call.path);
    return replyOf(await invoke(store, call));
  } catch (error) {
    // Structured clone drops the code of an error. An error without a code is a bug; the file and this thread are fine.
    const { code, next, message } =
      error instanceof CodedError ? error : storeError('PMC_STORE_REJECTED', { reason: reasonOf(error) });
    return { outcome: 'error', code, next, message };
  }
}

async function open(path: string, run: Run): Promise<SqliteStore> {
  const store = new SqliteStore(path, clock);
  await store.open(run);
  stores.set(path, store);
  return store;
}

async function invoke(store: SqliteStore, { part, method, args }: StoreCall): Promise<unknown> {
  const target: object = part === null ? store : store[part];
  const found: unknown = Reflect.get(target, method);
  if (typeof found !== 'function')
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: `it has no method ${part ?? 'store'}.${method}` });
  return (await Reflect.apply(found, target, args)) as unknown;
}

function replyOf(value: unknown): StoreReply {
  if (isLong(value)) return { outcome: 'list', texts: textsOf(value) };
  if (typeof value !== 'object' || value === null) return { outcome: 'value', value };
  const long = Object.entries(value).find(([, field]) => isLong(field));
  if (long === undefined) return { outcome: 'value', value };
  const [name, rows] = long;
  return { outcome: 'record', rest: { ...value, [name]: null }, name, texts: textsOf(rows as unknown[]) };
}

function isLong(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > TEXT_ROWS;
}

function textsOf(rows: unknown[]): string[] {
  const texts: string[] = [];
  for (let start = 0; start < rows.length; start += TEXT_ROWS)
    texts.push(JSON.stringify(rows.slice(start, start + TEXT_ROWS)));
  return texts;
}
