/** The head of every page: skip link, simulation banner, name, and the page's own content on the right. */
import type { ComponentChildren, JSX } from 'preact';
import type { About } from '../../contract/about.ts';
import { useWords } from './words.tsx';
import { SimulatorBanner } from './SimulatorBanner.tsx';

export function PageHead({
  about,
  place,
  children,
}: {
  about: About | undefined;
  place?: string;
  children?: ComponentChildren;
}): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <a class="skip" href="#main">
        {t('live.frame.skip')}
      </a>
      <SimulatorBanner about={about} />
      <header class="page-head">
        <a class="brand" href="/">
          <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect x="3" y="3" width="26" height="26" rx="8" />
            <path d="M10 16.5l4.2 4.2L22.5 12" />
          </svg>
          <span class="brand-name">PickMyClass</span>
        </a>
        {place !== undefined && <span class="place">{place}</span>}
        <div class="page-head-end">{children}</div>
      </header>
    </>
  );
}
