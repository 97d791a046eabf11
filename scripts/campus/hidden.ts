/** The sections that faults hide from the answers. */
import type { Misbehaviour } from './misbehaviour.ts';
import type { IsHidden } from './world.ts';

/** For one request. `mainTerm` is the term that `termGone` hides. */
export function hiddenNow(misbehaviour: Misbehaviour, mainTerm: string): IsHidden {
  const gone = misbehaviour.strikes('termGone');
  const vanishing = misbehaviour.strikes('vanishing');
  return ({ term, classNumber }) => (gone && term === mainTerm) || (vanishing && Number(classNumber) % 2 === 1);
}
