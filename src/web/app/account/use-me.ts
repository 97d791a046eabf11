/** The student's preferences. Each change is saved at once. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Me, MePatch } from '../../contract/me.ts';
import type { ApiError } from '../shared/http.ts';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { changeMe } from './api.ts';

export interface MeHook {
  value: Me;
  /** Shows the change at once, and takes it back if it cannot be saved. */
  change: (patch: MePatch) => void;
  /** The last change, and whether it is saved. The part of the page that it belongs to says so. */
  last: MePatch | null;
  saved: boolean;
  error: ApiError | undefined;
}

export function useMe(first: Me): MeHook {
  const [kept, setKept] = useState(first);
  /** What is not saved yet. It is shown over what the server has. */
  const [waiting, setWaiting] = useState<MePatch[]>([]);
  const [last, setLast] = useState<MePatch | null>(null);
  const { error, run } = useAction();
  const { choose } = useWords();
  const value = useMemo(() => Object.assign({}, kept, ...waiting) as Me, [kept, waiting]);
  // The student's choice counts in every browser.
  useEffect(() => choose(value.language), [choose, value.language]);
  /** One at a time: two requests at once could be saved in the other order. */
  const saving = useRef(Promise.resolve());
  const change = useCallback(
    (patch: MePatch) => {
      setLast(patch);
      setWaiting((patches) => [...patches, patch]);
      const save = async (): Promise<void> => {
        try {
          setKept(await changeMe(patch));
        } finally {
          setWaiting((patches) => patches.filter((each) => each !== patch));
        }
      };
      // A failure before this one was shown by its own action.
      saving.current = saving.current.then(save, save);
      run(() => saving.current);
    },
    [run],
  );
  return { value, change, last, saved: last !== null && waiting.length === 0 && error === undefined, error };
}
