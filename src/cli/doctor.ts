/**
 * `pickmyclass doctor`: prints the configuration, whether each part works, and how to fix the parts that do not. It
 * creates no files or folders.
 */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { coloured } from './colour.ts';
import { examinations } from './doctor/examinations.ts';

/** Returns the exit code: 1 if a part does not work. */
export async function doctor(args: string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args, strict: true, options: { json: { type: 'boolean' } } });
  let healthy = true;
  for (const { name, said, examine } of examinations(config, await findRunning(config.dataDir))) {
    const { ok, finding } = await examine().then(
      (text) => ({ ok: true, finding: text }),
      (error: unknown) => ({
        ok: false,
        finding: `${error instanceof CodedError ? `${codeOf(error)} ` : ''}${reasonOf(error)}`,
      }),
    );
    healthy &&= ok;
    const verdict = ok ? coloured('green', 'ok  ') : coloured('red', 'FAIL');
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ name, configured: said, ok, finding })}\n`
        : `${name.padEnd(8)} ${said}\n         ${verdict}  ${finding}\n`,
    );
  }
  return healthy ? 0 : 1;
}
