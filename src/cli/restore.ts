/** `pickmyclass restore <file>`: copies everything from a backup into the configured store, which must be empty. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.ts';
import { makeFolder } from '../config/make-folder.ts';
import { withoutPassword } from '../config/reader.ts';
import { EMBEDDED } from '../store/create-store.ts';
import { cliError } from './errors.ts';
import { copyAll, say } from './moving.ts';
import { readOneFile } from './one-file.ts';

export async function restore(args: string[], config: Config): Promise<number> {
  const { file, asJson } = readOneFile('restore', args);
  if (!existsSync(file)) throw cliError('PMC_FILE_UNUSABLE', { file, reason: 'there is no such file' });
  // Opening a store writes to it, and a backup stays as it is.
  const folder = mkdtempSync(join(tmpdir(), 'pickmyclass-restore-'));
  const copy = join(folder, 'backup.db');
  try {
    copyFileSync(file, copy);
    if (config.storeUrl.startsWith(EMBEDDED)) makeFolder(dirname(config.storeUrl.slice(EMBEDDED.length)));
    await copyAll({ name: '<file>', url: `${EMBEDDED}${copy}` }, { name: 'STORE_URL', url: config.storeUrl }, asJson);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`All of it is in ${withoutPassword(config.storeUrl)}.`);
  return 0;
}
