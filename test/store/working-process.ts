/**
 * A process that works on a store until it is killed: it sees a section open and close, fans out, and sends. Argument:
 * the store's URL. Every line on stdout reports something that was durable before.
 */
import { promisify } from 'node:util';
import { createStore } from '../../src/store/create-store.ts';
import { CSE310, fanOut, FULL, OPEN, see, student, takePending, watch } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';

const store = await createStore(process.argv[2]!);
await store.open();
const harness: StoreHarness = {
  store,
  now: () => Date.now(),
  reopen: () => Promise.reject(new Error('killed instead')),
  advance: async () => {},
};
const write = promisify((text: string, written: (error?: Error | null) => void) => process.stdout.write(text, written));
const say = (what: string): Promise<void> => write(`${what}\n`);

await say(`student ${await student(harness)}`);
await see(harness, CSE310);
await watch(harness, (await store.accounts.session('session of ada@example.edu'))!.id, CSE310);
for (;;) {
  for (const look of [OPEN, FULL]) {
    const { changes } = await see(harness, CSE310, look);
    for (const { id } of changes) await say(`change ${id}`);
  }
  await fanOut(harness);
  const ids = (await takePending(harness, 'mailer')).map(({ id }) => id);
  await store.notifications.record(
    'mailer',
    ids.map((id) => ({ id, outcome: 'sent' })),
  );
  for (const id of ids) await say(`sent ${id}`);
}
