/** The dead letters of one cause: what, why, since when, and each letter when unfolded. */
import type { JSX } from 'preact';
import type { DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { Ago } from '../../shared/Ago.tsx';
import { groupTitle, groupTimes } from './group-words.ts';
import { type Handle, LetterButtons } from './LetterButtons.tsx';
import { LetterItem } from './LetterItem.tsx';

interface Props {
  group: DeadLetterGroup;
  chosen: ReadonlySet<string>;
  mayAct: boolean;
  onPick: (ids: readonly string[], on: boolean) => void;
  onHandle: Handle;
}

export function LetterGroupCard({ group, chosen, mayAct, onPick, onHandle }: Props): JSX.Element {
  const { letters, error } = group;
  const ids = letters.map(({ id }) => id);
  const picked = ids.filter((id) => chosen.has(id)).length;
  const title = groupTitle(group);
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
        {mayAct && <LetterButtons which={title} kind={group.kind} onHandle={onHandle} />}
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
