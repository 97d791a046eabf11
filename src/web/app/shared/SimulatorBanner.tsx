/** A banner on every page of a simulation: its seats are made up. The campus links back to where it was opened from. */
import type { JSX } from 'preact';
import type { About } from '../../contract/about.ts';
import { useWords } from './words.tsx';

export function SimulatorBanner({ about }: { about: About | undefined }): JSX.Element | null {
  const { t } = useWords();
  if (!about?.simulated) return null;
  return (
    <aside class="simulator" aria-label={t('live.frame.simulation')}>
      <p>
        <strong>{t('live.frame.simulated')}</strong> {t('live.frame.simulatedHow')}
        {about.campusUrl !== null && (
          <>
            {' '}
            {t('live.frame.campusBefore')}{' '}
            <a href={`${about.campusUrl}#${location.origin}`}>{t('live.frame.campus')}</a>.
          </>
        )}
      </p>
    </aside>
  );
}
