/** A section's class number. Links to the university's own page if there is one, because students register there. */
import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import { AboutContext } from '../shared/about-context.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';

export function ClassNumber({ state }: { state: SectionState }): JSX.Element {
  const { t } = useWords();
  const institution = useContext(AboutContext)?.institutions.find(({ id }) => id === state.institution);
  const url = institution?.sectionUrl
    .replaceAll('{term}', encodeURIComponent(state.term))
    .replaceAll('{classNumber}', encodeURIComponent(state.classNumber));
  if (url === undefined) return <span class="class-number">{state.classNumber}</span>;
  return (
    <a class="class-number" href={url} target="_blank" rel="noopener noreferrer">
      {state.classNumber}
      <span class="visually-hidden">{t('common.opensNewTab', { university: institution?.name ?? '' })}</span>
      <Icon name="link" />
    </a>
  );
}
