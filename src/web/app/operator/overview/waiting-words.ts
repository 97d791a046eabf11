/** What the top line says while nothing is wrong and nothing was seen either, as after the first start. Pure. */
import type { Overview } from '../../../contract/overview.ts';

/** undefined: something is wrong, or something was seen. */
export function waitingWords({
  level,
  sections,
  lastSureLookAt,
}: Pick<Overview, 'level' | 'sections' | 'lastSureLookAt'>): string | undefined {
  if (level !== 'ok') return undefined;
  if (sections === 0) return 'Everything runs, and nobody watches a section yet';
  return lastSureLookAt === null ? 'Everything runs. Waiting for the first look since the start' : undefined;
}
