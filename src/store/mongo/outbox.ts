/**
 * The outbox of a section: changes and a dead letter are committed with the state, in one write of one document, and
 * get their place right after. What a crash leaves in between waits here until anybody fans out.
 */
import { idsAmong, ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges } from './change-order.ts';
import type { WithLetter } from './dead-letters.ts';
import { placeLetters } from './dead-letters.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './documents.ts';

type Waiting = Pick<SectionDocument, '_id' | 'outbox' | 'letter'>;
type WithChanges = Required<Pick<SectionDocument, '_id' | 'outbox'>>;

/** The sections that have one, the oldest first. */
export const WAITING = { outboxAt: { $gt: NEVER } };

/** Appends what is not in the order of changes yet, puts dead letters in their place, and empties the outboxes. */
export async function emptyOutboxes(collections: Collections, order: ChangeOrder): Promise<void> {
  const { sections, changes } = collections;
  const rows = await sections
    .find<Waiting>(WAITING, { projection: { outbox: 1, letter: 1 }, batchSize: ONE_BATCH })
    .sort({ outboxAt: 1 })
    .toArray();
  await placeLetters(
    collections,
    rows.filter((row): row is WithLetter => row.letter !== undefined),
  );
  const waiting = rows.filter((row): row is WithChanges => row.outbox !== undefined);
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
      // Not when a commit has added to it meanwhile.
      updateOne: {
        filter: { _id, outbox: { $size: outbox.length }, [`outbox.${outbox.length - 1}.id`]: outbox.at(-1)!.id },
        update: { $unset: { outbox: '', outboxAt: '' } },
      },
    })),
    { ordered: false },
  );
}
