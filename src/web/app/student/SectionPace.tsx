/**
 * How often a watched section is looked at, how often it opens, and when it was open in the last days. Shows nothing
 * until it is known.
 */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SectionStats } from '../../contract/section.ts';
import { ask } from '../shared/http.ts';
import { statsSentence } from '../shared/stats-words.ts';
import { useWords } from '../shared/words.tsx';
import { WeekStrip } from './WeekStrip.tsx';

const REFRESH_MS = 60_000;

export function SectionPace({ section }: { section: string }): JSX.Element | null {
  const { t } = useWords();
  const [stats, setStats] = useState<SectionStats>();
  useEffect(() => {
    const load = (): void => {
      // A failed request keeps the previous sentence. The page says elsewhere when the server does not answer.
      void ask<SectionStats>(`/api/v1/sections/${section}/stats`).then(setStats, () => undefined);
    };
    load();
    const timer = setInterval(load, REFRESH_MS);
    return () => clearInterval(timer);
  }, [section]);
  if (stats === undefined) return null;
  return (
    <>
      <p class="quiet section-pace">{statsSentence(stats, t)}</p>
      <WeekStrip week={stats.week} />
    </>
  );
}
