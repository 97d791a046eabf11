/** The newest changes of all sections. */
import type { JSX } from 'preact';
import { changeSentence } from '../../../../words/change-words.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { StatusBadge } from '../../shared/StatusBadge.tsx';
import { useWords } from '../../shared/words.tsx';
import { usePushed } from '../push/use-pushed.ts';

export function ChangesPanel(): JSX.Element {
  const { value, error } = usePushed('changes');
  const words = useWords();
  return (
    <section class="card" aria-labelledby="changes-title">
      <h2 id="changes-title">Recent changes</h2>
      {error && <ErrorNote error={error} />}
      {value?.changes.length === 0 && <p class="quiet">None yet.</p>}
      <ul class="plain rows changes" tabIndex={0} aria-labelledby="changes-title">
        {value?.changes.map((change) => (
          <li key={change.id} class="row">
            <p>
              {changeSentence(change, words)}{' '}
              <span class="quiet">
                <Ago at={change.detectedAt} />
              </span>
            </p>
            <StatusBadge status={change.after.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
