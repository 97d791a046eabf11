/**
 * A process with a limit on file size. Argument: the path of a store. Prints the results of its writes and reads as
 * JSON.
 */
import { CodedError } from '../../src/runtime/index.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { CSE310, see } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';

const TOO_MUCH = 200;

// Otherwise the system kills a process that writes past the limit.
process.on('SIGXFSZ', () => {});

const store = createSqliteStore(process.argv[2]!, Date);
await store.open();
const harness: StoreHarness = {
  store,
  now: () => Date.now(),
  reopen: () => Promise.reject(new Error('not here')),
  advance: async () => {},
};
await see(harness, CSE310);
const codeOf = async (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => 'done',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
const write = await codeOf(async () => {
  for (let index = 0; index < TOO_MUCH; index += 1)
    await store.accounts.addSignIn(`token ${index}`, 'x'.repeat(20_000), 60_000);
});
const ping = await codeOf(() => store.ping());
const state = await store.sections.state(CSE310);
process.stdout.write(
  JSON.stringify({
    write,
    ping,
    read: state?.status,
    kept: (await store.accounts.peekSignIn('token 0')) !== undefined,
  }),
);
await store.close().catch(() => undefined);
