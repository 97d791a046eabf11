/** `pickmyclass migrate --from URL --to URL`: copies all durable data to another store and compares the two. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readStoreUrl } from '../config/config.ts';
import { Reader, withoutPassword } from '../config/reader.ts';
import { EMBEDDED } from '../store/create-store.ts';
import { cliError } from './errors.ts';
import { copyAll, say } from './moving.ts';

export async function migrate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    strict: true,
    options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
  });
  const { from, to } = readUrls(values.from, values.to);
  await copyAll({ name: '--from', url: from }, { name: '--to', url: to }, values.json === true);
  say(`All of it is there. Set STORE_URL to ${withoutPassword(to)} and start.`);
  return 0;
}

function readUrls(givenFrom: string | undefined, givenTo: string | undefined): { from: string; to: string } {
  if (givenFrom === undefined || givenTo === undefined)
    throw cliError('PMC_COMMAND_UNKNOWN', { what: '"migrate" without --from and --to' });
  const read = new Reader({ '--from': givenFrom, '--to': givenTo });
  const [from, to] = [readStoreUrl(read, '--from', ''), readStoreUrl(read, '--to', '')];
  // Opening a missing file would create an empty store.
  if (from.startsWith(EMBEDDED) && !existsSync(from.slice(EMBEDDED.length)))
    read.reject('--from', 'there is no such file');
  if (placeOf(from) === placeOf(to)) read.reject('--to', 'it is the source itself', withoutPassword(to));
  const [problem] = read.problems;
  if (problem !== undefined) throw problem;
  return { from, to };
}

/** Returns a URL without credentials and options. */
function placeOf(url: string): string {
  return url.replace(/^(mongodb[^/]*\/\/)(?:[^/]*@)?([^?]*).*$/, '$1$2');
}
