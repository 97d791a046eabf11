/** How often a watched section is looked at and how often it opens. Shows nothing until it is known. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SectionStats } from '../../contract/section.ts';
import { ask } from '../shared/http.ts';
import { statsSentence } from '../shared/stats-words.ts';

const REFRESH_MS = 60_000;

export function SectionPace({ section }: { section: string }): JSX.Element | null {
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
  return stats === undefined ? null : <p class="quiet section-pace">{statsSentence(stats)}</p>;
}
