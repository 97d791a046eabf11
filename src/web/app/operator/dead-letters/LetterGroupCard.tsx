/** The dead letters of one cause: what, why, since when, and each letter when unfolded. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeadLetterChoice, DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { groupTitle, groupTimes } from './group-words.ts';

interface Props {
  group: DeadLetterGroup;
  chosen: ReadonlySet<string>;
  busy: boolean;
  mayAct: boolean;
  onPick: (ids: readonly string[], on: boolean) => void;
  onHandle: (what: 'replay' | 'discard', choice: DeadLetterChoice) => void;
}

export function LetterGroupCard({ group, chosen, busy, mayAct, onPick, onHandle }: Props): JSX.Element {
  const { letters, error } = group;
  const ids = letters.map(({ id }) => id);
  const picked = ids.filter((id) => chosen.has(id)).length;
  const title = groupTitle(group);
  const [asked, ask] = useState(false);
  return (
    <article class="card letter-group" aria-label={title}>
      <header class="letter-head">
        {mayAct && (
          <input
            type="checkbox"
            aria-label={`Select ${title}`}
            checked={picked === ids.length}
            ref={(box) => {
              if (box) box.indeterminate = picked > 0 && picked < ids.length;
            }}
            onChange={(event) => onPick(ids, event.currentTarget.checked)}
          />
        )}
        <div class="letter-what">
          <h2>{title}</h2>
          <p class="letter-error">{error}</p>
          <p class="quiet">{groupTimes(group)}</p>
        </div>
        {mayAct && (
          <div class="buttons">
            <button
              type="button"
              class="button button-quiet"
              disabled={busy}
              aria-label={`Replay ${title}`}
              onClick={() => onHandle('replay', { group: group.id })}
            >
              <Icon name="refresh" />
              Replay
            </button>
            {asked ? (
              <>
                <button
                  type="button"
                  class="button button-primary"
                  disabled={busy}
                  onClick={() => onHandle('discard', { group: group.id })}
                >
                  Yes, discard {ids.length}
                </button>
                <button type="button" class="button button-quiet" onClick={() => ask(false)}>
                  Cancel
                </button>
              </>
            ) : (
              <button
                type="button"
                class="button button-danger"
                disabled={busy}
                aria-label={`Discard ${title}`}
                onClick={() => ask(true)}
              >
                Discard
              </button>
            )}
          </div>
        )}
      </header>
      <details>
        <summary>{ids.length === 1 ? 'The letter' : `All ${ids.length} letters`}</summary>
        <ul class="plain rows">
          {letters.map((letter) => (
            <li key={letter.id} class="row">
              <label class="letter">
                {mayAct && (
                  <input
                    type="checkbox"
                    checked={chosen.has(letter.id)}
                    onChange={(event) => onPick([letter.id], event.currentTarget.checked)}
                  />
                )}
                <span>
                  <strong>{letter.name}</strong>
                  {letter.what !== undefined && ` · ${letter.what}`}
                  {letter.channel !== undefined && ` by ${letter.channel}`}
                  <span class="letter-facts">
                    {letter.attempts} {letter.attempts === 1 ? 'attempt' : 'attempts'}, <Ago at={letter.at} />
                    {letter.kind === 'check' && (
                      <>
                        {' '}
                        · <code>{letter.subject}</code>
                      </>
                    )}
                  </span>
                  {letter.error !== error && <span class="letter-facts">{letter.error}</span>}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}
