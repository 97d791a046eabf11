/** The embedded bus as the program has it, on a free port, for benchmarks of what stands on it. */
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { systemClock, type Logger } from '../../src/runtime/index.ts';

export const silentLog: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts it. Clients without credentials are let in. */
export async function quietBus(): Promise<EmbeddedBus> {
  const bus = new EmbeddedBus({
    host: '127.0.0.1',
    port: 0,
    portIsDefault: false,
    tls: null,
    // Only keys have kept sessions, and there are none.
    store: new SqliteStore(':memory:', systemClock),
    nodeId: 'bench',
    clock: systemClock,
    log: silentLog,
    access: {
      operatorToken: 'an-operator-token-for-benches-only',
      anonymous: true,
      homeAssistant: false,
      keys: { check: async () => undefined, hold: () => () => undefined },
    },
  });
  await bus.start();
  return bus;
}
