/**
 * Secrets that are not configured. They are created on the first start and kept in the data directory, readable by the
 * owner only.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, constants, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { configError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import type { VapidKeys } from './vapid.ts';
import { vapidKeysOf } from './vapid.ts';
import { isLongEnough, isToken, SECRET_RULE, TOKEN_RULE } from './secret-rules.ts';

export interface Secrets {
  sessionSecret: string;
  operatorToken: string;
  /** The file with the created token; null if the token is configured. */
  operatorTokenFile: string | null;
  /** Derived from the session secret. */
  vapid: VapidKeys;
}

interface Kept {
  file: string;
  fits: (secret: string) => boolean;
  rule: string;
}

const BYTES = 32;

/**
 * Reads the secrets and creates the missing ones. Throws PMC_CONFIG_INVALID if the data directory cannot be used, and
 * PMC_SECRET_FILE_INVALID if a file has no valid secret.
 */
export function loadSecrets({ dataDir, sessionSecret, operatorToken }: Config): Secrets {
  const { session, token } = filesIn(dataDir);
  try {
    makeFolder(dataDir);
    const signing = sessionSecret ?? read(session) ?? create(session);
    return {
      sessionSecret: signing,
      operatorToken: operatorToken ?? read(token) ?? create(token),
      operatorTokenFile: operatorToken === null ? token.file : null,
      vapid: vapidKeysOf(signing),
    };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw configError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

/** Counts the secrets that are configured, kept in a file, and missing. Creates none. Throws the same errors. */
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
 * Returns undefined if there is no file. A file without a valid secret is an error and is not replaced: our own files
 * are always complete, so somebody else wrote it and expects its content to be used.
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
 * Writes the file under a temporary name first, so that it is never incomplete. If two processes start at the same
 * time, one of them creates the file and both use it.
 */
function create(kept: Kept): string {
  const unfinished = `${kept.file}.${randomUUID()}.unfinished`;
  writeFileSync(unfinished, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flush: true });
  try {
    renameUnlessExists(unfinished, kept.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return read(kept)!;
}

/** Unlike rename(2), this does not replace a file that another process has created in the meantime. */
function renameUnlessExists(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // Some file systems have no hard links. Another process may read an incomplete copy and fail; its next start works.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
