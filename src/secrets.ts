/** The secrets nobody configured: made on the first start and kept in the data directory, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { pmcError, reasonOf } from './errors.ts';

export interface Secrets { sessionSecret: string; operatorToken: string; /** Where a person finds the generated token; null when it was configured. */ operatorTokenFile: string | null }

const BYTES = 32;

/** Reads, or makes on the first start. PMC_CONFIG_INVALID for a data directory that cannot be used. */
export function loadSecrets({ dataDir, sessionSecret, operatorToken }: Config): Secrets {
  const tokenFile = join(dataDir, 'operator-token');
  try {
    mkdirSync(dataDir, { recursive: true });
    return {
      sessionSecret: sessionSecret ?? keptIn(join(dataDir, 'session-secret')),
      operatorToken: operatorToken ?? keptIn(tokenFile),
      operatorTokenFile: operatorToken === null ? tokenFile : null,
    };
  } catch (error) {
    throw pmcError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

function keptIn(file: string): string {
  try {
    writeFileSync(file, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
