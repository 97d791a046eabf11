/** Files of empty stores, for tests that open many. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { migrate } from '../../src/store/sqlite/schema.ts';

let content: Promise<Buffer> | undefined;

/**
 * Writes the file of an SQLite store that has this version's tables and nothing else. The migrations run only once in
 * each process, because they take longer than most tests of a store.
 */
export async function migratedFile(path: string): Promise<string> {
  content ??= migrateOne();
  await writeFile(path, await content);
  return path;
}

async function migrateOne(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'pickmyclass-migrated-'));
  const path = join(folder, 'store.db');
  const connection = new Connection(path, Date);
  connection.open(false);
  migrate(connection);
  connection.close();
  const file = await readFile(path);
  await rm(folder, { recursive: true });
  return file;
}
