/** Dead letters: what was given up, grouped by cause. A look's letter goes by itself once the section is seen. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { usePushed } from '../push/use-pushed.ts';
import type { ViewProps } from '../view-props.ts';
import { LetterButtons } from './LetterButtons.tsx';
import { LetterGroupCard } from './LetterGroupCard.tsx';

/** What may be sent in one request. */
const AT_ONCE = 200;

export function DeadLettersView({ api, mayAct }: ViewProps): JSX.Element {
  const pushed = usePushed('dead-letters');
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const groups = pushed.value?.groups ?? [];
  const total = pushed.value?.total ?? 0;
  const listed = new Set(groups.flatMap(({ letters }) => letters.map(({ id }) => id)));
  const selected = [...chosen].filter((id) => listed.has(id));

  const handleSelected = async (what: 'replay' | 'discard'): Promise<void> => {
    for (let from = 0; from < selected.length; from += AT_ONCE)
      await api.handleLetters(what, { ids: selected.slice(from, from + AT_ONCE) });
    choose(new Set());
  };
  const pick = (ids: readonly string[], on: boolean): void =>
    choose((known) => {
      const next = new Set(known);
      for (const id of ids)
        if (on) next.add(id);
        else next.delete(id);
      return next;
    });

  return (
    <section class="stack" aria-labelledby="letters-title">
      <header class="card-head">
        <h1 id="letters-title">Dead letters</h1>
        {mayAct && total > 0 && (
          <LetterButtons
            which={selected.length > 0 ? `${selected.length} selected` : `all ${total}`}
            onHandle={(what) => (selected.length > 0 ? handleSelected(what) : api.handleLetters(what, { all: true }))}
          />
        )}
      </header>
      {pushed.error && <ErrorNote error={pushed.error} />}
      {pushed.value && total === 0 && <p class="card quiet">None. Nothing was given up.</p>}
      {total > listed.size && (
        <p class="note">
          There are {total}. The newest {listed.size} are shown.
        </p>
      )}
      {groups.map((group: DeadLetterGroup) => (
        <LetterGroupCard
          key={group.id}
          group={group}
          chosen={chosen}
          mayAct={mayAct}
          onPick={pick}
          onHandle={(what) => api.handleLetters(what, { group: group.id })}
        />
      ))}
    </section>
  );
}
