/** Says when the request budget is too short for the interval that is set. */
import type { JSX } from 'preact';
import type { Pace } from '../../../contract/nodes.ts';
import { useWords } from '../../shared/words.tsx';
import { paceSentence } from './pace-words.ts';

export function PaceNote({ paces }: { paces: readonly Pace[] }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {paces
        .filter(({ resultingSeconds, intervalSeconds }) => resultingSeconds > intervalSeconds)
        .map((pace) => (
          <p class="note" key={pace.institution} data-pace={pace.institution}>
            {paceSentence(pace, paces.length > 1, t)}
          </p>
        ))}
    </>
  );
}
