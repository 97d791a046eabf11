/** `pickmyclass campus`: runs the campus simulator alone. */
import { parseArgs } from 'node:util';
import { startCampus } from './simulator.ts';
import { configError } from '../config/errors.ts';

export async function campus(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      seed: { type: 'string' },
      trace: { type: 'string' },
      speed: { type: 'string' },
      capture: { type: 'string' },
      'smtp-port': { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const port = wholeOption('--port', values.port, 65_535);
  const smtpPort = wholeOption('--smtp-port', values['smtp-port'], 65_535);
  const seed = wholeOption('--seed', values.seed, Number.MAX_SAFE_INTEGER);
  const speed = numberOption('--speed', values.speed, 1_000_000_000);
  const { host, trace, capture } = values;
  const started = await startCampus({
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(seed === undefined ? {} : { seed }),
    ...(speed === undefined ? {} : { speed }),
    ...(trace === undefined ? {} : { trace }),
    ...(capture === undefined ? {} : { capture }),
    ...(smtpPort === undefined ? {} : { smtpPort }),
  });
  const lines = [
    'Simulated campus (nothing here is real)',
    `  class search  ${started.catalogUrl}`,
    `  search API    ${started.apiUrl}`,
    `  control page  ${started.controlUrl}`,
    ...(started.smtpUrl === null ? [] : [`  mail server   ${started.smtpUrl}`]),
  ];
  const { catalogUrl, apiUrl, controlUrl, smtpUrl } = started;
  process.stdout.write(
    values.json === true ? `${JSON.stringify({ catalogUrl, apiUrl, controlUrl, smtpUrl })}\n` : `${lines.join('\n')}\n`,
  );
  // If the system has started this process: report that it listens, and exit when the system exits.
  process.send?.({ ready: true });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
      process.once(signal as NodeJS.Signals, () => {
        resolve();
      });
  });
  await started.close();
  // An open channel to the system would keep this process running.
  if (process.connected) process.disconnect();
  return 0;
}

function wholeOption(name: string, text: string | undefined, max: number): number | undefined {
  const number = numberOption(name, text, max);
  if (number !== undefined && !Number.isInteger(number))
    throw configError('PMC_CONFIG_INVALID', { name, value: number, reason: 'it must be a whole number' });
  return number;
}

function numberOption(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= max))
    throw configError('PMC_CONFIG_INVALID', {
      name,
      value: text.slice(0, 100),
      reason: `it must be a number from 0 to ${max}`,
    });
  return number;
}
