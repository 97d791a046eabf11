/** Lets a student take back the end of a watch, or its pause for a day, wherever it was done on the page. */
import { useCallback, useState } from 'preact/hooks';
import type { NewWatch, Watch, WatchPatch } from '../../contract/watch.ts';
import { useWords } from '../shared/words.tsx';
import type { WatchesHook } from './use-watches.ts';

export interface Done {
  /** What was done, in words. */
  text: string;
  /** The button that did it is gone, and the focus with it. */
  tookFocus: boolean;
  undo: () => Promise<void>;
  dismiss: () => void;
}

/** `nameFor`: what students call a watch. */
export function useUndo(
  watches: WatchesHook,
  nameFor: (watch: Watch) => string,
): { watches: WatchesHook; done: Done | null } {
  const { t, formats } = useWords();
  const [last, setLast] = useState<{ did: 'end' | 'pause'; watch: Watch } | null>(null);
  const find = (id: string): Watch | undefined => watches.watches?.find((one) => one.id === id);
  const remove = useCallback(
    async (id: string) => {
      const watch = find(id);
      await watches.remove(id);
      setLast(watch === undefined ? null : { did: 'end', watch });
    },
    [watches.watches, watches.remove],
  );
  const change = useCallback(
    async (id: string, patch: WatchPatch) => {
      const watch = find(id);
      await watches.change(id, patch);
      const { pausedUntil = null } = patch;
      setLast(watch === undefined || pausedUntil === null ? null : { did: 'pause', watch: { ...watch, pausedUntil } });
    },
    [watches.watches, watches.change],
  );
  const close = (): void => {
    setLast(null);
    document.getElementById('main')?.focus();
  };
  const undo = async (): Promise<void> => {
    if (last?.did === 'end') await watches.add([newWatchOf(last.watch)]);
    else if (last?.did === 'pause') await watches.change(last.watch.id, { paused: false });
    close();
  };
  const name = last === null ? '' : nameFor(last.watch);
  return {
    watches: { ...watches, remove, change },
    done: last && {
      text:
        last.did === 'end'
          ? t('live.undo.ended', { name })
          : t('live.undo.paused', { name, when: formats.moment(last.watch.pausedUntil!) }),
      tookFocus: last.did === 'end',
      undo,
      dismiss: close,
    },
  };
}

/** The watch once more, as it was. */
function newWatchOf({ section, course, conditions, ...watch }: Watch): NewWatch {
  const { kinds, minSeats, reservedGroup, channels, remind } = watch;
  return {
    ...(section !== undefined && { section }),
    ...(course !== undefined && { course }),
    ...(conditions !== undefined && { conditions }),
    kinds,
    minSeats,
    reservedGroup,
    channels,
    remind,
  };
}
