/** When the next look comes, where one is planned. */
import type { JSX } from 'preact';
import { ahead } from '../shared/time.ts';
import { useNow } from '../shared/use-now.ts';

export function NextCheck({ at }: { at: string | null | undefined }): JSX.Element | null {
  const now = useNow();
  return at ? <span class="next-check">next {ahead(at, now)}</span> : null;
}
