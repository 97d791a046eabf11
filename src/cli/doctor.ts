/**
 * `pickmyclass doctor`: prints what is configured, whether it works, and what to do about what does not. It makes
 * nothing that does not exist yet.
 */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { examinations } from './doctor/examinations.ts';

/** Exit code 1: something does not work. */
export async function doctor(args: string[], config: Config): Promise<number> {
  parseArgs({ args, strict: true, options: {} });
  let healthy = true;
  for (const { name, said, examine } of examinations(config, await findRunning(config.dataDir))) {
    const finding = await examine().then(
      (text) => `ok    ${text}`,
      (error: unknown) => {
        healthy = false;
        return `FAIL  ${error instanceof CodedError ? `${codeOf(error)} ` : ''}${reasonOf(error)}`;
      },
    );
    process.stdout.write(`${name.padEnd(8)} ${said}\n         ${finding}\n`);
  }
  return healthy ? 0 : 1;
}
