/**
 * The secrets nobody configured: made on the first start and kept in the data directory, readable by its owner only.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, constants, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { configError } from './errors.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { isLongEnough, isToken, SECRET_RULE, TOKEN_RULE } from './secret-rules.ts';

export interface Secrets {
  sessionSecret: string;
  operatorToken: string;
  /** Where a person finds the generated token; null when it was configured. */ operatorTokenFile: string | null;
}

interface Kept {
  file: string;
  fits: (secret: string) => boolean;
  rule: string;
}

const BYTES = 32;

/**
 * Reads, or makes on the first start. PMC_CONFIG_INVALID for a data directory that cannot be used,
 * PMC_SECRET_FILE_INVALID for a file without a secret.
 */
export function loadSecrets({ dataDir, sessionSecret, operatorToken }: Config): Secrets {
  const { session, token } = filesIn(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    return {
      sessionSecret: sessionSecret ?? read(session) ?? make(session),
      operatorToken: operatorToken ?? read(token) ?? make(token),
      operatorTokenFile: operatorToken === null ? token.file : null,
    };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw configError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

/** Which of the secrets are kept in files that are there. Makes none. The same errors. */
export function examineSecrets({ dataDir, sessionSecret, operatorToken }: Config): {
  configured: number;
  kept: number;
  missing: number;
} {
  const { session, token } = filesIn(dataDir);
  const wanted = [...(sessionSecret === null ? [session] : []), ...(operatorToken === null ? [token] : [])];
  const kept = wanted.filter((each) => read(each) !== undefined).length;
  return { configured: 2 - wanted.length, kept, missing: wanted.length - kept };
}

function filesIn(dataDir: string): { session: Kept; token: Kept } {
  return {
    session: { file: join(dataDir, 'session-secret'), fits: isLongEnough, rule: SECRET_RULE },
    token: { file: join(dataDir, 'operator-token'), fits: isToken, rule: TOKEN_RULE },
  };
}

/**
 * undefined: there is no file. A file without a secret is refused and not made anew: it is whole when we made it, so
 * somebody else wrote it, who believes that what it holds is the secret.
 */
function read({ file, fits, rule }: Kept): string | undefined {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw configError('PMC_SECRET_FILE_INVALID', { file, reason: reasonOf(error) }, error);
  }
  if (!fits(secret)) throw configError('PMC_SECRET_FILE_INVALID', { file, reason: rule });
  return secret;
}

/**
 * Written under another name first, so that it is there whole or not at all. Of two processes that start at once one
 * makes it, and both use that.
 */
function make(kept: Kept): string {
  const unfinished = `${kept.file}.${randomUUID()}.unfinished`;
  writeFileSync(unfinished, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flush: true });
  try {
    nameIt(unfinished, kept.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return read(kept)!;
}

/** Unlike a rename this does not replace what another process has made meanwhile. */
function nameIt(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // Some file systems have no second names. A copy can be seen half; then it is refused, and right at the next start.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
