/** Collects the error tables of all rooms: every file in src/ that calls `defineErrors`. */
import { readFileSync } from 'node:fs';
import type { ErrorEntry } from '../../src/runtime/index.ts';
import { filesUnder } from './files.ts';

export interface ErrorTable {
  /** Name of the folder in src/. */
  room: string;
  /** Name of the function that creates the errors of this table. */
  maker: string;
  entries: Record<string, ErrorEntry>;
}

export async function errorTables(): Promise<ErrorTable[]> {
  const found = filesUnder('src', '.ts').flatMap((file) => {
    const maker = /^export const (\w+) = defineErrors\(/m.exec(readFileSync(file, 'utf8'))?.[1];
    return maker === undefined ? [] : [{ file, maker }];
  });
  return Promise.all(
    found.map(async ({ file, maker }): Promise<ErrorTable> => {
      const compiled = new URL(`../../${file.replace(/\.ts$/, '.js')}`, import.meta.url).href;
      const makers = (await import(compiled)) as Record<string, { table: ErrorTable['entries'] }>;
      return { room: file.split('/')[1]!, maker, entries: makers[maker]!.table };
    }),
  );
}
