/** The last seven days of a section as a strip: open, not open, not known. */
import type { JSX } from 'preact';
import type { SectionStats } from '../../contract/section.ts';
import { useWords } from '../shared/words.tsx';

const HEIGHT = 10;
const WIDTH = 700;
const DAYS = 7;

export function WeekStrip({ week: { from, to, knownSince, open } }: Pick<SectionStats, 'week'>): JSX.Element {
  const { t, formats } = useWords();
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const place = (instant: string): number => ((Date.parse(instant) - start) / (end - start)) * WIDTH;
  const openMs = open.reduce((sum, time) => sum + Date.parse(time.to) - Date.parse(time.from), 0);
  const label =
    open.length === 0
      ? t('live.strip.never')
      : t('live.strip.open', { count: open.length, duration: formats.duration(openMs) });
  const known = place(knownSince);
  return (
    <figure class="strip">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <rect class="strip-unknown" width={WIDTH} height={HEIGHT} />
        <rect class="strip-full" x={known} width={WIDTH - known} height={HEIGHT} />
        {open.map((time) => {
          const x = place(time.from);
          // An opening of a minute would be too thin to be seen.
          return (
            <rect key={time.from} class="strip-open" x={x} width={Math.max(3, place(time.to) - x)} height={HEIGHT} />
          );
        })}
        {Array.from({ length: DAYS - 1 }, (_, day) => (
          <rect key={day} class="strip-day" x={((day + 1) * WIDTH) / DAYS} width="1" height={HEIGHT} />
        ))}
      </svg>
      <figcaption class="quiet">
        <span>{formats.day(from)}</span>
        <span>{t('live.strip.now')}</span>
      </figcaption>
    </figure>
  );
}
