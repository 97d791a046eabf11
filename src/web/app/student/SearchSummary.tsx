/** Says what the results are. Screen readers hear it when it changes. */
import type { JSX } from 'preact';
import type { SearchAnswer } from '../../contract/search.ts';
import type { Words } from '../shared/words.tsx';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';
import type { Query } from './search-query.ts';
import type { Search } from './use-search.ts';

export function SearchSummary({ search }: { search: Exclude<Search, { phase: 'none' }> }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const seen = useTicking((now) => (search.phase === 'done' ? howSure(search, words, now) : ''));
  return (
    <div class="results-summary">
      <p class="results-count quiet" role="status">
        {search.phase === 'loading' && t('search.looking', { text: search.query.text })}
        {search.phase === 'failed' && t('search.failed', { text: search.query.text })}
        {search.phase === 'done' && howMany(search.query, search.answer, words)}
      </p>
      {search.phase === 'done' && search.answer.total === 0 && <p class="quiet">{t('search.noneHint')}</p>}
      {seen !== '' && <p class="results-seen quiet">{seen}</p>}
      {search.phase === 'failed' && search.retryInMs !== null && (
        <p class="quiet">{t('search.retry', { time: words.formats.duration(search.retryInMs) })}</p>
      )}
    </div>
  );
}

function howMany({ text, filters }: Query, { sections, total, truncated }: SearchAnswer, { t }: Words): string {
  const filtered = Object.values(filters).some(Boolean);
  if (total === 0) return t(filtered ? 'search.noneFiltered' : 'search.none', { text });
  if (truncated) return t('search.firstOf', { shown: sections.length, count: total, text });
  return t('search.found', { count: total, text });
}

function howSure(
  { answer: { asOf, complete, total }, refreshing }: Extract<Search, { phase: 'done' }>,
  { t, formats }: Words,
  now: number,
): string {
  if (refreshing) return t('search.refreshing', { ago: formats.ago(asOf, now) });
  if (complete) return t('search.asOf', { time: formats.time(asOf) });
  return total === 0 ? t('search.notAsked') : t('search.notAskedSeen', { ago: formats.ago(asOf, now) });
}
