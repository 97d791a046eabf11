/** Dead letters: checks and notifications that were given up. Operators can retry or delete them. */
import type { JSX } from 'preact';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePushed } from '../push/use-pushed.ts';
import type { ViewProps } from '../view-props.ts';

export function DeadLettersView({ api, mayAct }: ViewProps): JSX.Element {
  const pushed = usePushed('dead-letters');
  const value = pushed.value?.deadLetters;
  const { busy, error, run } = useAction();
  const act = (work: () => Promise<unknown>) => (): void =>
    run(async () => {
      await work();
    });
  return (
    <section class="card" aria-labelledby="letters-title">
      <header class="card-head">
        <h1 id="letters-title">Dead letters</h1>
        {value && <span class="quiet">{value.length}</span>}
      </header>
      {(error ?? pushed.error) && <ErrorNote error={(error ?? pushed.error)!} />}
      {value?.length === 0 && <p class="quiet">None. Nothing was given up.</p>}
      <ul class="plain rows">
        {value?.map((letter) => (
          <li key={letter.id} class="row">
            <div>
              <p class="row-title">
                {letter.kind} <code>{letter.subject}</code>
              </p>
              <p>{letter.error}</p>
              <p class="quiet">
                {letter.attempts} attempts, <Ago at={letter.at} />
              </p>
            </div>
            {mayAct && (
              <div class="buttons">
                <button
                  type="button"
                  class="button button-quiet"
                  disabled={busy}
                  aria-label={`Replay ${letter.subject}`}
                  onClick={act(() => api.replay(letter.id))}
                >
                  <Icon name="refresh" />
                  Replay
                </button>
                <button
                  type="button"
                  class="button button-danger"
                  disabled={busy}
                  aria-label={`Delete ${letter.subject}`}
                  onClick={act(() => api.discard(letter.id))}
                >
                  Delete
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
