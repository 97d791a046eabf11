/** Whether an operator has paused the checks of an institution. */
import { checkingError } from './errors.ts';
import type { CodedError } from '../runtime/index.ts';
import type { PauseStore } from '../store/pauses.ts';

/** Returns the error to refuse with while checks are paused. Returns undefined if they are not paused. */
export async function checksPaused(pauses: PauseStore, institution: string): Promise<CodedError | undefined> {
  const all = await pauses.list();
  const paused = all.some(
    (pause) => pause.scope === 'checks' && (pause.institution === undefined || pause.institution === institution),
  );
  return paused ? checkingError('PMC_CHECKS_PAUSED', { institution }) : undefined;
}
