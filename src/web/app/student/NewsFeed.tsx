/** Changes since the page was opened. Screen readers announce new lines. */
import type { JSX } from 'preact';
import { Ago } from '../shared/Ago.tsx';
import { changeSentence } from '../shared/section-words.ts';
import type { News } from './live-sections.ts';

const SHOWN = 6;

export function NewsFeed({ news }: { news: readonly News[] }): JSX.Element {
  return (
    <section class={news.length === 0 ? 'news news-none' : 'card news'} aria-labelledby="news-title">
      <h2 id="news-title">Just changed</h2>
      <div role="log" aria-live="polite" aria-relevant="additions" aria-labelledby="news-title">
        <ul class="plain">
          {news.slice(0, SHOWN).map(({ change, missed }) => (
            <li key={change.id} class={`news-item news-${change.kind}`}>
              {changeSentence(change)}{' '}
              <span class="quiet" aria-hidden="true">
                <Ago at={change.detectedAt} />
                {missed && ', while you were offline'}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
