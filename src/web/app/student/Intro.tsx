/** An introduction for first-time visitors. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';

export function Intro(): JSX.Element {
  const { t } = useWords();
  return (
    <section class="intro" aria-labelledby="intro-title">
      <h2 id="intro-title">{t('search.intro.title')}</h2>
      <ol class="steps">
        <li>
          <h3>{t('search.intro.find')}</h3>
          <p>{t('search.intro.findHow')}</p>
        </li>
        <li>
          <h3>{t('search.intro.watch')}</h3>
          <p>{t('search.intro.watchHow')}</p>
        </li>
        <li>
          <h3>{t('search.intro.told')}</h3>
          <p>{t('search.intro.toldHow')}</p>
        </li>
      </ol>
      <p class="quiet promise">{t('search.intro.promise')}</p>
    </section>
  );
}
