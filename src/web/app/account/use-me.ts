/** The student's preferences. Each change is saved at once. */
import { useCallback, useEffect, useState } from 'preact/hooks';
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
  const [value, setValue] = useState(first);
  const [last, setLast] = useState<MePatch | null>(null);
  const [saved, setSaved] = useState(false);
  const { error, run } = useAction();
  const { choose } = useWords();
  // The student's choice counts in every browser.
  useEffect(() => choose(value.language), [choose, value.language]);
  const change = useCallback(
    (patch: MePatch) => {
      const before = value;
      setLast(patch);
      setSaved(false);
      setValue({ ...value, ...patch });
      run(async () => {
        try {
          setValue(await changeMe(patch));
          setSaved(true);
        } catch (failure) {
          setValue(before);
          throw failure;
        }
      });
    },
    [value, run],
  );
  return { value, change, last, saved, error };
}
