/**
 * The outbox of a section. Changes and a dead letter are committed together with the state, in one write of one
 * document, and move to their own collections right after. After a crash in between, they wait here until a process
 * fans out.
 */
import { findAmong, idsAmong, ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges } from './change-order.ts';
import type { WithLetter } from './dead-letters.ts';
import { placeLetters } from './dead-letters.ts';
import type { ToCover } from './cover-sections.ts';
import { coverSections } from './cover-sections.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';
import { nothingWaits } from './section-document.ts';

type Waiting = ToCover & Pick<SectionDocument, 'outbox' | 'letter'>;
type WithChanges = Required<Pick<SectionDocument, '_id' | 'outbox'>>;

const PROJECTION = { outbox: 1, letter: 1, toCover: 1, course: 1, state: 1, unknown: 1 };

/** Matches the sections with an outbox. */
export const WAITING = { outboxAt: { $gt: NEVER } };

/** Covers marked sections, appends the changes without a number, moves the dead letters, and empties the outboxes. */
export async function emptyOutboxes(collections: Collections, order: ChangeOrder, now: number): Promise<void> {
  const { sections, changes } = collections;
  const rows = await sections
    .find<Waiting>(WAITING, { projection: PROJECTION, batchSize: ONE_BATCH })
    .sort({ outboxAt: 1 })
    .toArray();
  await placeLetters(
    collections,
    rows.filter((row): row is Waiting & WithLetter => row.letter !== undefined),
  );
  await coverSections(collections, rows, [], now);
  const waiting = rows.filter((row): row is Waiting & WithChanges => row.outbox !== undefined);
  if (waiting.length === 0) return;
  const committed = waiting.flatMap(({ outbox }) => outbox);
  const known = await idsAmong(
    changes,
    committed.map(({ id }) => id),
  );
  await order.append(
    collections,
    newChanges(committed).filter(({ _id }) => !known.has(_id)),
  );
  await sections.bulkWrite(
    waiting.map(({ _id, outbox }) => ({
      // The filter excludes an outbox to which a commit has added changes meanwhile.
      updateOne: {
        filter: { _id, outbox: { $size: outbox.length }, [`outbox.${outbox.length - 1}.id`]: outbox.at(-1)!.id },
        update: nothingWaits('outbox'),
      },
    })),
    { ordered: false },
  );
}

/**
 * Gives all committed changes of the sections their numbers, so that a watch that begins or goes on now does not get
 * them. Returns whether all have been seen.
 */
export async function placeChanges(
  collections: Collections,
  order: ChangeOrder,
  sections: readonly string[],
): Promise<boolean> {
  const rows = await findAmong(collections.sections, '_id', sections, ['version', 'outbox']);
  const waiting = rows.flatMap(({ outbox = [] }) => outbox);
  if (waiting.length > 0) await order.append(collections, newChanges(waiting));
  return sections.length > 0 && rows.filter(({ version }) => version > 0).length === sections.length;
}
