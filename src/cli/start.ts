/** `pickmyclass start`: runs the whole system until it is told to stop. */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { startPickMyClass } from '../main.ts';
import type { Running } from '../main.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError } from '../runtime/index.ts';
import { keepHeapSmall } from '../system/heap.ts';
import { cliError } from './errors.ts';
import { addressesOf, welcome } from './welcome.ts';

const ORPHAN_CHECK_MS = 500;
const STOP_MS = 9_500;
/** Errors of a start that another one with the same data directory may have caused. */
const TAKEN: ReadonlySet<string> = new Set<string>(['PMC_STORE_LOCKED', 'PMC_PORT_TAKEN']);
/** Under npm, Ctrl-C sends two signals. After this many milliseconds, a signal means that it was pressed again. */
const SAME_SIGNAL_MS = 1_000;

export async function start(args: string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args, strict: true, options: { json: { type: 'boolean' } } });
  keepHeapSmall();
  const stop = stopSignal();
  const running = await Promise.race([startHere(config), stop]);
  // Stopped before it was ready: nobody uses it yet, and the exit of the process frees everything.
  if (running === undefined) return 0;
  process.stdout.write(values.json === true ? `${JSON.stringify(addressesOf(running))}\n` : welcome(running));
  const failed = await Promise.race([stop, running.failed]);
  // The process exits even if a part hangs: its leases lapse, and everything else is in the store.
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await running.stop();
  if (failed !== undefined) throw failed;
  return 0;
}

/** Resolves on Ctrl-C, on SIGTERM, and when the parent npm exits, because its shell does not forward signals. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (): void => {
      firstAt ??= performance.now();
      // A second Ctrl-C ends the process at once. All important data is in the store.
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    const check = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(check);
      resolve();
    }, ORPHAN_CHECK_MS);
    check.unref();
  });
}

/** Starts the system. Rejects with PMC_ALREADY_RUNNING, if one runs with this data directory. */
async function startHere(config: Config): Promise<Running> {
  try {
    return await startPickMyClass(config);
  } catch (error) {
    const isTaken = error instanceof CodedError && TAKEN.has(error.code);
    const first = isTaken ? await findRunning(config.dataDir) : undefined;
    throw first === undefined ? error : cliError('PMC_ALREADY_RUNNING', { url: first.url, node: first.node }, error);
  }
}
