/** `pickmyclass start`: the whole system until it is told to stop. */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { startPickMyClass } from '../main.ts';
import type { Running } from '../main.ts';

const ORPHAN_CHECK_MS = 500;
const STOP_MS = 9_500;
/** Under npm, Ctrl-C comes twice: from the terminal and from npm. Later than this it was pressed again. */
const SAME_SIGNAL_MS = 1_000;

export async function start(args: string[], config: Config): Promise<number> {
  parseArgs({ args, strict: true, options: {} });
  const stop = stopSignal();
  const running = await Promise.race([startPickMyClass(config), stop]);
  // Stopped before it ran: nobody uses it yet, and the end of the process frees everything.
  if (running === undefined) return 0;
  process.stdout.write(welcome(running));
  const failed = await Promise.race([stop, running.failed]);
  // Even when a part hangs, the process ends: its leases lapse, and everything else is in the store.
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await running.stop();
  if (failed !== undefined) throw failed;
  return 0;
}

/** Resolves on Ctrl-C, on SIGTERM, and when the npm that started us ends: its shell does not pass signals on. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (): void => {
      firstAt ??= performance.now();
      // A second Ctrl-C ends the process at once: everything that matters is in the store.
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

function welcome({ urls, mailDir, operatorTokenFile }: Running): string {
  const lines: [string, string | null][] = [
    ['student page', urls.web],
    ['operator page', `${urls.web}/operator`],
    ['operator token', operatorTokenFile === null ? 'OPERATOR_TOKEN' : `in ${operatorTokenFile}`],
    ['MQTT', urls.mqtt],
    ['mail', mailDir === null ? null : `written to ${mailDir}`],
    ['campus', urls.campus === null ? null : `${urls.campus}  (simulated: open a seat there)`],
  ];
  const told = lines.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(15)} ${value}\n`]));
  return `PickMyClass is running. Ctrl-C stops it.\n${told.join('')}`;
}
