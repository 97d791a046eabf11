/**
 * `pickmyclass doctor`: prints the configuration, whether each part works, and how to fix the parts that do not, or not
 * well. It creates no files or folders.
 */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { coloured } from './colour.ts';
import type { Examination } from './doctor/examination.ts';
import { examinations } from './doctor/examinations.ts';

interface Finding {
  verdict: 'ok' | 'warn' | 'FAIL';
  finding: string;
}

const COLOURS = { ok: 'green', warn: 'yellow', FAIL: 'red' } as const;

/** Returns the exit code: 1 if a part does not work. A warning does not change it. */
export async function doctor(args: string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args, strict: true, options: { json: { type: 'boolean' } } });
  let healthy = true;
  for (const { name, said, examine } of examinations(config, await findRunning(config.dataDir))) {
    const { verdict, finding } = await findingOf(examine);
    const ok = verdict !== 'FAIL';
    healthy &&= ok;
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ name, configured: said, ok, ...(verdict === 'warn' && { warning: true }), finding })}\n`
        : `${name.padEnd(8)} ${said}\n         ${coloured(COLOURS[verdict], verdict.padEnd(4))}  ${finding}\n`,
    );
  }
  return healthy ? 0 : 1;
}

async function findingOf(examine: Examination['examine']): Promise<Finding> {
  try {
    const found = await examine();
    return typeof found === 'string' ? { verdict: 'ok', finding: found } : { verdict: 'warn', finding: found.warning };
  } catch (error) {
    const code = error instanceof CodedError ? `${codeOf(error)} ` : '';
    return { verdict: 'FAIL', finding: `${code}${reasonOf(error)}` };
  }
}
