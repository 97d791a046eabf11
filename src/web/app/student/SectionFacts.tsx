/** What a student should know before registering for a section. Only what the source says. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import { useWords } from '../shared/words.tsx';

export function SectionFacts({
  state: { notes = {}, reservedGroups = [] },
}: {
  state: SectionState;
}): JSX.Element | null {
  const { t, formats } = useWords();
  const facts = [
    notes.consent === true && t('search.facts.consent'),
    notes.sharedPool !== undefined && t('search.facts.sharedPool'),
    notes.enrollBy !== undefined && t('search.facts.enrollBy', { date: formats.date(notes.enrollBy) }),
    ...reservedGroups.map(({ name, capacity, enrolled }) =>
      t('search.facts.group', { name, left: Math.max(0, capacity - enrolled), count: capacity }),
    ),
  ].filter((fact) => fact !== false);
  if (facts.length === 0) return null;
  return (
    <ul class="facts plain">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
