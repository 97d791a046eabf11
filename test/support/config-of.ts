/** A configuration as the program reads it from its environment. */
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/config.ts';

/** Throws if the environment has a problem. */
export function configOf(environment: Record<string, string> = {}): Config {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.config;
}
