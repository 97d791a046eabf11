/**
 * Repairs states that another program has damaged. A damaged state becomes the state after the section's newest valid
 * change, or none, so that a later look does not use a version twice.
 */
import { validState, DAMAGED_STATE } from '../state-check.ts';
import { ONE_BATCH } from './bulk.ts';
import { addLetters } from './dead-letters.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';
import { seenAs, unseen } from './section-document.ts';
import { TOUCH } from './touches.ts';

type Stored = Pick<SectionDocument, '_id' | 'state'>;

export function isDamaged({ _id, state }: Stored): boolean {
  return state !== null && validState(_id, state) === undefined;
}

/** Checks all sections. */
export async function repairStates(collections: Collections, now: number): Promise<void> {
  const stored = collections.sections.find({ version: { $gt: 0 } }, { projection: { state: 1 }, batchSize: 1_000 });
  for await (const row of stored) if (isDamaged(row)) await repairState(collections, row, now);
}

/** Makes the section due now. Does nothing when a look has written a valid state meanwhile. */
export async function repairState(collections: Collections, { _id, state: wrong }: Stored, now: number): Promise<void> {
  const { sections, changes } = collections;
  const history = await changes
    .find({ section: _id }, { projection: { change: 1 }, batchSize: ONE_BATCH })
    .sort({ cursor: -1 })
    .toArray();
  const state = history.map(({ change }) => validState(_id, change?.after)).find((each) => each !== undefined) ?? null;
  const { institution, course, words, version } = unseen(_id, now);
  const at = new Date(now);
  const set = {
    course,
    words,
    version,
    ...(state !== null && { version: state.version, ...seenAs(institution, state) }),
    state,
    failures: 0,
    dueAt: at,
    leaseUntil: NEVER,
  };
  const { matchedCount } = await sections.updateOne(
    { _id, state: wrong },
    { $set: set, ...TOUCH, $unset: { leaseOwner: '', claim: '', missingSince: '' } },
  );
  if (matchedCount === 1)
    await addLetters(collections, [{ kind: 'check', subject: _id, error: DAMAGED_STATE, attempts: 1 }], now);
}
