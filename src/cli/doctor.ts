/**
 * `pickmyclass doctor`: prints the configuration, whether each part works, and how to fix the parts that do not. It
 * creates no files or folders.
 */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { examinations } from './doctor/examinations.ts';

/** Returns the exit code: 1 if a part does not work. */
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
