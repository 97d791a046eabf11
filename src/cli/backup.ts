/**
 * `pickmyclass backup <file>`: copies all durable data into one file, an embedded store. A running system with an
 * embedded store makes the copy itself, without a stop.
 */
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { reasonOf } from '../runtime/index.ts';
import { EMBEDDED } from '../store/create-store.ts';
import { cliError } from './errors.ts';
import { copyAll, say } from './moving.ts';
import { readOneFile } from './one-file.ts';
import { findSystem } from './running-system.ts';

/** Only its owner may read it: it holds addresses and the hashes of secrets. */
const MODE = 0o600;

export async function backup(args: string[], config: Config): Promise<number> {
  const { file: given, asJson } = readOneFile('backup', args);
  const file = resolve(given);
  // The file appears when it is whole.
  const unfinished = `${file}.unfinished`;
  begin(file, unfinished);
  try {
    const system = config.storeUrl.startsWith(EMBEDDED) ? await findSystem(config) : undefined;
    if (system === undefined)
      await copyAll(
        { name: 'STORE_URL', url: config.storeUrl },
        { name: '<file>', url: `${EMBEDDED}${unfinished}` },
        asJson,
      );
    else {
      const { file: copy } = (await system.call('POST', 'backups')).body as { file: string };
      try {
        copyFileSync(copy, unfinished);
      } finally {
        rmSync(copy);
      }
    }
    chmodSync(unfinished, MODE);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  say(`Everything is in ${file}. "pickmyclass restore ${given}" brings it back.`);
  return 0;
}

/** Creates the file, so that a place that cannot be written is found first. */
function begin(file: string, unfinished: string): void {
  try {
    if (existsSync(file)) throw new Error('it exists already');
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, '', { mode: MODE });
  } catch (error) {
    throw cliError('PMC_FILE_UNUSABLE', { file, reason: reasonOf(error) }, error);
  }
}
