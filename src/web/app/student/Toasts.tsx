/**
 * News at the bottom of the page. It pushes nothing aside, is announced politely, and goes away by itself, or at once
 * when it is dismissed.
 */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { changeSentence } from '../../../words/change-words.ts';
import { Icon } from '../shared/Icon.tsx';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';
import type { News } from './live-sections.ts';

const SHOWN = 3;
const SHOWN_MS = 20_000;

export function Toasts({ news }: { news: readonly News[] }): JSX.Element {
  const words = useWords();
  const { t, formats } = words;
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const fresh = news.filter(({ change }) => !gone.has(change.id)).slice(0, SHOWN);
  const count = useTicking((now) => fresh.filter(({ heardAt }) => now - heardAt < SHOWN_MS).length);
  const dismiss = (id: string): void => {
    setGone(new Set([...gone, id]));
    // The button that had the focus is gone with its toast.
    const next = list.current?.querySelector<HTMLElement>(`li:not([data-change="${CSS.escape(id)}"]) button`);
    (next ?? document.getElementById('main'))?.focus();
  };
  return (
    <div class="toasts" role="log" aria-live="polite" aria-relevant="additions" aria-label={t('live.toast.title')}>
      <ul class="plain" ref={list}>
        {fresh.slice(0, count).map(({ change, missed }) => (
          <li key={change.id} class={`toast toast-${change.kind}`} data-change={change.id}>
            <p>
              {changeSentence(change, words)}.{' '}
              <span class="quiet">{missed ? t('live.toast.missed') : formats.time(change.detectedAt)}</span>
            </p>
            <button
              type="button"
              class="button button-icon"
              aria-label={t('live.toast.dismiss')}
              onClick={() => dismiss(change.id)}
            >
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
