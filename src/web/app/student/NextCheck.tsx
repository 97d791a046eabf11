/** The time of the next check. */
import type { JSX } from 'preact';
import { ahead } from '../shared/time.ts';
import { useTicking } from '../shared/use-ticking.ts';

export function NextCheck({ at }: { at: string }): JSX.Element {
  return <span class="next-check">next {useTicking((now) => ahead(at, now))}</span>;
}
