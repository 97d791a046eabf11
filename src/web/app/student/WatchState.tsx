/** What a watch does now, and how often it has told. */
import type { JSX } from 'preact';
import type { Watch } from '../../contract/watch.ts';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';

export function WatchState({ watch: { paused, pausedUntil, kinds } }: { watch: Watch }): JSX.Element {
  const { t, formats } = useWords();
  if (!paused)
    return <>{t('live.item.tells', { wishes: formats.either(kinds.map((kind) => t(`watch.kinds.${kind}`))) })}</>;
  return (
    <>
      {pausedUntil === null ? t('live.item.paused') : t('live.item.pausedUntil', { when: formats.moment(pausedUntil) })}
    </>
  );
}

/** Shows nothing until it has told. */
export function ToldTimes({ watch: { told, lastToldAt } }: { watch: Watch }): JSX.Element | null {
  const { t, formats } = useWords();
  const when = useTicking((now) => (lastToldAt === null ? '' : formats.lately(lastToldAt, now)));
  if (lastToldAt === null || told === 0) return null;
  return <p class="quiet watch-told">{t('live.item.told', { count: told, when })}</p>;
}
