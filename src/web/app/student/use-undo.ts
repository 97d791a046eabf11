/** Lets a student take back the end of a watch, wherever it was ended on the page. */
import { useCallback, useState } from 'preact/hooks';
import type { NewWatch, Watch } from '../../contract/watch.ts';
import type { WatchesHook } from './use-watches.ts';

export interface Ended {
  /** `CSE 310 · 66445`. */
  name: string;
  undo: () => Promise<void>;
  dismiss: () => void;
}

/** `nameFor`: what students call a watch. */
export function useUndo(
  watches: WatchesHook,
  nameFor: (watch: Watch) => string,
): { watches: WatchesHook; ended: Ended | null } {
  const [ended, setEnded] = useState<Watch | null>(null);
  const focusMain = (): void => document.getElementById('main')?.focus();
  const remove = useCallback(
    async (id: string) => {
      const watch = watches.watches?.find((one) => one.id === id);
      await watches.remove(id);
      setEnded(watch ?? null);
    },
    [watches.watches, watches.remove],
  );
  return {
    watches: { ...watches, remove },
    ended: ended && {
      name: nameFor(ended),
      undo: async () => {
        await watches.add([newWatchOf(ended)]);
        setEnded(null);
        focusMain();
      },
      dismiss: () => {
        setEnded(null);
        focusMain();
      },
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
