/** The classes that a student has chosen in the results, to watch them at once. */
import { useCallback, useState } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';

export interface Chosen {
  /** In the order in which they were chosen. A new search keeps them. */
  states: readonly SectionState[];
  has: (section: string) => boolean;
  toggle: (state: SectionState) => void;
  clear: () => void;
}

export function useChosen(): Chosen {
  const [states, setStates] = useState<readonly SectionState[]>([]);
  const toggle = useCallback(
    (state: SectionState) =>
      setStates((known) => {
        const others = known.filter(({ section }) => section !== state.section);
        return others.length < known.length ? others : [...known, state];
      }),
    [],
  );
  const clear = useCallback(() => setStates([]), []);
  return { states, has: (section) => states.some((state) => state.section === section), toggle, clear };
}
