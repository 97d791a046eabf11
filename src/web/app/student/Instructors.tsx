/** Who teaches a section. Each name is a link to a search of RateMyProfessors, which gets nothing until it is used. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';

const RATINGS = 'https://www.ratemyprofessors.com/search/professors';

export function Instructors({ state: { instructors } }: { state: SectionState }): JSX.Element {
  const { t } = useWords();
  if (instructors === null || instructors.length === 0)
    return <span class="instructor">{t(instructors === null ? 'search.notShown' : 'search.notNamed')}</span>;
  return (
    <ul class="instructor plain">
      {instructors.map((name) => (
        <li key={name}>
          <a
            href={`${RATINGS}?${new URLSearchParams({ q: name }).toString()}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            {name}
            <span class="visually-hidden">{t('search.ratings')}</span>
            <Icon name="link" />
          </a>
        </li>
      ))}
    </ul>
  );
}
