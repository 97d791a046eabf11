/** Dead letters: checks and notifications that were given up. Operators can retry or delete them. */
import type { JSX } from 'preact';
import type { DeadLetter } from '../../contract/operations.ts';
import { Ago } from '../shared/Ago.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useAction } from '../shared/use-action.ts';
import type { OperatorApi } from './api.ts';
import type { Polled } from './use-poll.ts';

export function DeadLettersPanel({
  letters: { value, error: pollError, refresh },
  api,
}: {
  letters: Polled<DeadLetter[]>;
  api: OperatorApi;
}): JSX.Element {
  const { busy, error, run } = useAction();
  const act = (work: () => Promise<unknown>) => (): void =>
    run(async () => {
      await work();
      refresh();
    });
  return (
    <section class="card" aria-labelledby="letters-title">
      <header class="card-head">
        <h2 id="letters-title">Dead letters</h2>
        {value && <span class="quiet">{value.length}</span>}
      </header>
      {(error ?? pollError) && <ErrorNote error={(error ?? pollError)!} />}
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
          </li>
        ))}
      </ul>
    </section>
  );
}
