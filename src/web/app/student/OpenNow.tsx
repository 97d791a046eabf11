/** Tells a student who wants to watch an open section that seats are open now, with the way to register. */
import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import { AboutContext } from '../shared/about-context.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';

export function OpenNow({ state }: { state: SectionState }): JSX.Element | null {
  const { t } = useWords();
  const institution = useContext(AboutContext)?.institutions.find(({ id }) => id === state.institution);
  if (state.status !== 'open') return null;
  const url = institution?.sectionUrl
    .replaceAll('{term}', encodeURIComponent(state.term))
    .replaceAll('{classNumber}', encodeURIComponent(state.classNumber));
  const { open } = state.seats;
  return (
    <div class="note note-good open-now">
      <p>
        <strong>{open === null ? t('watch.openNow.anyNumber') : t('watch.openNow.seats', { count: open })}</strong>{' '}
        {t('watch.openNow.choice')}
      </p>
      {url !== undefined && (
        <a class="button button-primary" href={url} target="_blank" rel="noopener noreferrer">
          {t('watch.openNow.register', { university: institution!.name })}
          <span class="visually-hidden"> {t('watch.openNow.newTab')}</span>
          <Icon name="link" />
        </a>
      )}
    </div>
  );
}
