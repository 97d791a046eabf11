/** The dead letters of one cause: what, why, since when, and each letter when unfolded. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeadLetterChoice, DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { groupTitle, groupTimes } from './group-words.ts';
import { LetterItem } from './LetterItem.tsx';

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
          <p class="quiet">
            {groupTimes(group)} · <Ago at={group.lastAt} />
          </p>
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
            <LetterItem
              key={letter.id}
              letter={letter}
              groupError={error}
              chosen={chosen.has(letter.id)}
              mayAct={mayAct}
              onPick={(on) => onPick([letter.id], on)}
            />
          ))}
        </ul>
      </details>
    </article>
  );
}
