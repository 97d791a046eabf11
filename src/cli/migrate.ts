/** `pickmyclass migrate --from URL --to URL`: copies all durable data to another store and compares the two. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CodedError, systemClock } from '../runtime/index.ts';
import { readStoreUrl } from '../config/config.ts';
import { Reader, withoutPassword } from '../config/reader.ts';
import { cliError } from './errors.ts';
import { configError } from '../config/errors.ts';
import type { ArchiveKind, ArchiveStore } from '../store/archive.ts';
import { ARCHIVE_KINDS } from '../store/archive.ts';
import { createStore, EMBEDDED } from '../store/create-store.ts';
import type { Tally } from '../store/move.ts';
import { move, progressOf, tallyOf } from '../store/move.ts';
import type { Store } from '../store/store.ts';

type Tallies = ReadonlyMap<ArchiveKind, Tally>;

/** Milliseconds between two progress lines. */
const PROGRESS_MS = 1_000;

export async function migrate(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, strict: true, options: { from: { type: 'string' }, to: { type: 'string' } } });
  const { from, to } = readUrls(values.from, values.to);
  const source = await openStore('--from', from);
  try {
    const target = await openStore('--to', to);
    try {
      say(`Moving ${withoutPassword(from)} to ${withoutPassword(to)}`);
      await moveAll(source.archive, target.archive, from);
      compare(await talliesOf(source.archive), await talliesOf(target.archive));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
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

/** Opens a store. If that fails, the error names the option with its URL. */
async function openStore(option: '--from' | '--to', url: string): Promise<Store> {
  const store = await createStore(url);
  try {
    await store.open();
    return store;
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'PMC_STORE_LOCKED') throw error;
    if (error.next !== 'stop')
      throw configError(
        'PMC_CONFIG_INVALID',
        { name: option, value: withoutPassword(url), reason: error.message },
        error,
      );
    throw new CodedError(error.code, error.next, error.message.replaceAll('STORE_URL', option), error);
  }
}

/** Checks that the target has no data of its own before it writes anything. */
async function moveAll(source: ArchiveStore, target: ArchiveStore, from: string): Promise<void> {
  await source.cleanUp();
  await target.cleanUp();
  const totals = await talliesOf(source);
  if ([...totals.values()].every(({ count }) => count === 0))
    throw configError('PMC_CONFIG_INVALID', {
      name: '--from',
      value: withoutPassword(from),
      reason: 'there is nothing in it',
    });
  const parts = [];
  for (const kind of ARCHIVE_KINDS)
    parts.push({ kind, total: totals.get(kind)!.count, progress: await progressOf(source, target, kind) });
  const there = parts.reduce((sum, { progress }) => sum + progress.count, 0);
  if (there > 0) say(`Going on where it broke off: ${there} records are there`);
  let printedAt = systemClock.monotonic();
  for (const { kind, total, progress } of parts) {
    await move(source, target, kind, progress, (count) => {
      if (total === 0 || (count < total && systemClock.monotonic() - printedAt < PROGRESS_MS)) return;
      printedAt = systemClock.monotonic();
      say(`${kind} ${count} of ${total}`);
    });
  }
}

async function talliesOf(archive: ArchiveStore): Promise<Tallies> {
  const tallies = new Map<ArchiveKind, Tally>();
  for (const kind of ARCHIVE_KINDS) tallies.set(kind, await tallyOf(archive, kind));
  return tallies;
}

/** Prints the comparison. Throws PMC_MIGRATION_DIFFERS if the two differ. */
function compare(source: Tallies, target: Tallies): void {
  const different: ArchiveKind[] = [];
  for (const [kind, { count, hash }] of source) {
    const there = target.get(kind)!;
    if (there.hash !== hash) different.push(kind);
    const verdict = there.hash === hash ? 'same' : `differs, ${there.count} in the target`;
    process.stdout.write(`${kind.padEnd(14)} ${String(count).padStart(8)}  ${verdict}\n`);
  }
  if (different.length > 0) throw cliError('PMC_MIGRATION_DIFFERS', { kinds: different.join(', ') });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
