/** Loads a part of the page that is not needed at first, once the page is drawn or when it is needed. */
import { useEffect, useState } from 'preact/hooks';

/** undefined until it is loaded. `load` must be stable. A failure is tried again when `needed` changes. */
export function useLater<Part>(load: () => Promise<Part>, needed: boolean): Part | undefined {
  const [part, setPart] = useState<Part>();
  useEffect(() => {
    if (part !== undefined) return undefined;
    // Functions are parts too, and a setter would call them.
    const fetch = (): void =>
      void load().then(
        (loaded) => setPart(() => loaded),
        () => undefined,
      );
    if (needed) return fetch();
    // Later, so that it does not compete with what the student waits for.
    const timer = setTimeout(fetch, LATER_MS);
    return () => clearTimeout(timer);
  }, [load, needed, part]);
  return part;
}

const LATER_MS = 3_000;
