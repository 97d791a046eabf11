/** What the site keeps out of its answers while it misbehaves. */
import type { Misbehaviour } from './misbehaviour.ts';
import type { IsHidden } from './world.ts';

/** For one request. `mainTerm`: the one that is over when a term is gone. */
export function hiddenNow(misbehaviour: Misbehaviour, mainTerm: string): IsHidden {
  const gone = misbehaviour.strikes('termGone');
  const vanishing = misbehaviour.strikes('vanishing');
  return ({ term, classNumber }) => (gone && term === mainTerm) || (vanishing && Number(classNumber) % 2 === 1);
}
