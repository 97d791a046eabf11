/** The time of the next check. */
import type { JSX } from 'preact';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';

export function NextCheck({ at }: { at: string }): JSX.Element {
  const { t, formats } = useWords();
  const next = useTicking((now) => {
    const due = Date.parse(at);
    return due - now < 1_000 ? t('live.item.due') : t('live.item.next', { when: formats.ago(due, now) });
  });
  return <span class="next-check">{next}</span>;
}
