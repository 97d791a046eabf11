/** Moves all durable data from one store to another and compares the two. `migrate`, `backup` and `restore` use it. */
import { configError } from '../config/errors.ts';
import { withoutPassword } from '../config/reader.ts';
import { CodedError } from '../runtime/index.ts';
import type { ArchiveKind, ArchiveStore } from '../store/archive.ts';
import { ARCHIVE_KINDS } from '../store/archive.ts';
import { createStore } from '../store/create-store.ts';
import { storeError } from '../store/errors.ts';
import type { Tally } from '../store/move.ts';
import { move, progressOf, tallyOf } from '../store/move.ts';
import type { Store } from '../store/store.ts';
import { cliError } from './errors.ts';
import { Progress } from './progress.ts';

type Tallies = ReadonlyMap<ArchiveKind, Tally>;

/** A store, and the option or variable that names it in errors. */
export interface NamedStore {
  name: string;
  url: string;
}

/** Copies everything and prints the comparison, as a table or as JSON. */
export async function copyAll(from: NamedStore, to: NamedStore, asJson: boolean): Promise<void> {
  const source = await openUnused(from);
  try {
    const target = await openUnused(to);
    try {
      say(`Copying ${withoutPassword(from.url)} to ${withoutPassword(to.url)}`);
      await moveAll(source.archive, target.archive, from);
      compare(await talliesOf(source.archive), await talliesOf(target.archive), asJson);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Opens a store that no process uses. If that fails, the error names the option or variable with its URL. */
async function openUnused({ name, url }: NamedStore): Promise<Store> {
  const store = await createStore(url);
  try {
    await store.open();
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'PMC_STORE_LOCKED') throw error;
    if (error.next !== 'stop')
      throw configError('PMC_CONFIG_INVALID', { name, value: withoutPassword(url), reason: error.message }, error);
    throw new CodedError(error.code, error.next, error.message.replaceAll('STORE_URL', name), error);
  }
  const users = (await store.members.list()).filter(({ alive }) => alive).map(({ node }) => node);
  if (users.length === 0) return store;
  await store.close();
  throw storeError('PMC_STORE_IN_USE', { store: withoutPassword(url), nodes: users.join(', ') });
}

/** Checks that the target has no data of its own before it writes anything. */
async function moveAll(source: ArchiveStore, target: ArchiveStore, from: NamedStore): Promise<void> {
  await source.cleanUp();
  await target.cleanUp();
  const totals = await talliesOf(source);
  if ([...totals.values()].every(({ count }) => count === 0))
    throw configError('PMC_CONFIG_INVALID', {
      name: from.name,
      value: withoutPassword(from.url),
      reason: 'there is nothing in it',
    });
  const parts = [];
  for (const kind of ARCHIVE_KINDS)
    parts.push({ kind, total: totals.get(kind)!.count, progress: await progressOf(source, target, kind) });
  const there = parts.reduce((sum, { progress }) => sum + progress.count, 0);
  if (there > 0) say(`Going on where it broke off: ${there} records are there`);
  const shown = new Progress(process.stderr);
  for (const { kind, total, progress } of parts)
    await move(source, target, kind, progress, (count) => shown.show(kind, count, total));
}

async function talliesOf(archive: ArchiveStore): Promise<Tallies> {
  const tallies = new Map<ArchiveKind, Tally>();
  for (const kind of ARCHIVE_KINDS) tallies.set(kind, await tallyOf(archive, kind));
  return tallies;
}

/** Prints the comparison. Throws PMC_MIGRATION_DIFFERS if the two differ. */
function compare(source: Tallies, target: Tallies, asJson: boolean): void {
  const different: ArchiveKind[] = [];
  for (const [kind, { count, hash }] of source) {
    const there = target.get(kind)!;
    const same = there.hash === hash;
    if (!same) different.push(kind);
    const verdict = same ? 'same' : `differs, ${there.count} in the target`;
    const line = asJson
      ? JSON.stringify({ kind, count, inTarget: there.count, same })
      : `${kind.padEnd(14)} ${String(count).padStart(8)}  ${verdict}`;
    process.stdout.write(`${line}\n`);
  }
  if (different.length > 0) throw cliError('PMC_MIGRATION_DIFFERS', { kinds: different.join(', ') });
}
