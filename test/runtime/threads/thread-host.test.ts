import t from 'tap';
import { Liveness } from '../../../src/runtime/messaging/liveness.ts';
import { ThreadHost } from '../../../src/runtime/threads/thread-host.ts';
import { ManualClock, recordingLog } from '../../../src/runtime/testing/index.ts';

t.test('a thread that Node refuses to create is gone, so that nobody keeps it', async (t) => {
  let gone = 0;
  const host = new ThreadHost({
    birth: {
      node: 'n',
      topicRoot: 'actors',
      address: 'n/a',
      thread: 'worker-1',
      module: import.meta.url,
      // A function cannot be copied to another thread.
      args: () => undefined,
      transportModule: import.meta.url,
      limits: { mailboxCapacity: 10, startTimeoutMs: 1_000, shutdownMs: 1_000 },
      heartbeatMs: 1_000,
    },
    resourceLimits: { maxOldGenerationSizeMb: 32 },
    clock: new ManualClock(),
    log: recordingLog(),
    acceptPort: () => undefined,
    monitor: new Liveness(),
    onDeadLetter: () => undefined,
    onGone: () => {
      gone += 1;
    },
    onExit: () => undefined,
  });
  await t.rejects(host.start(), { name: 'DataCloneError' });
  t.equal(gone, 1);
});
