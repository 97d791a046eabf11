/**
 * A bus with a store, in a process that may be killed. Arguments: the file of the store, the port. Each message of the
 * parent is the look of a section, which is committed and published.
 */
import { changeTopic } from '../../src/bus/topics.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, FULL, OPEN, see } from '../contract/store/harness.ts';
import { busOptions } from './support.ts';

const [path, port] = process.argv.slice(2) as [string, string];
const store = new SqliteStore(path, systemClock);
await store.open();
const harness = { store, reopen: async () => undefined, advance: async () => undefined, now: () => Date.now() };
const keys = new KeyRing({ keys: store.keys, clock: systemClock, log: recordingLog() });
const bus = new EmbeddedBus(busOptions({ port: Number(port), anonymous: false, keys, store }));
await bus.start();
const look = async (seen: 'open' | 'full'): Promise<string[]> => {
  const { result } = await see(harness, CSE310, seen === 'open' ? OPEN : FULL);
  for (const { change } of result.changes) await bus.publishPublic(changeTopic(change), change, { retain: false });
  return result.changes.map(({ change }) => change.id);
};
process.on('message', (seen: 'open' | 'full') => {
  void look(seen).then((ids) => process.send!(ids));
});
process.on('disconnect', () => process.exit());
process.send!(bus.port);
