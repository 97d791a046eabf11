/**
 * Watches that a visitor chose before signing in. They are kept in this browser, and go to the server with the request
 * for a sign-in link. From then on the link starts them, wherever it is opened.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { NewWatch } from '../../contract/watch.ts';

export interface Wish {
  watch: NewWatch;
  /** `CSE 310 · 66445`. */
  name: string;
}

/** A link that this tab has asked for. */
export interface AskedLink {
  email: string;
  /** The secret to ask with what became of it. */
  secret: string;
  wishes: Wish[];
  /** Where mail goes to files: where it is, and the link in it. */
  mail?: { directory: string; link: string };
}

export interface Wishes {
  wishes: Wish[];
  /** Another one for the same section replaces the first. */
  add: (wish: Wish) => void;
  drop: (wish: Wish) => void;
  asked: AskedLink | null;
  ask: (link: AskedLink | null) => void;
  /** The wishes have started, so they are forgotten. */
  started: (wishes: readonly Wish[]) => void;
}

const WISHES = 'pickmyclass.wishes';
const ASKED = 'pickmyclass.asked';

export function useWishes(): Wishes {
  const [wishes, setWishes] = useKept<Wish[]>(localStorage, WISHES, []);
  const [asked, ask] = useKept<AskedLink | null>(sessionStorage, ASKED, null);
  const add = useCallback(
    (wish: Wish) => setWishes((known) => [...known.filter((other) => !isSame(other, wish)), wish]),
    [setWishes],
  );
  const started = useCallback(
    (gone: readonly Wish[]) => setWishes((known) => known.filter((wish) => !gone.some((each) => isSame(each, wish)))),
    [setWishes],
  );
  const drop = useCallback((wish: Wish) => started([wish]), [started]);
  return { wishes, add, drop, asked, ask: useCallback((link: AskedLink | null) => ask(() => link), [ask]), started };
}

/** A section, or any section of a course that meets some conditions. */
export const subjectOf = ({ watch: { section, course, conditions } }: Wish): string =>
  section ?? `${course} ${JSON.stringify(conditions ?? {})}`;

export const isSame = (a: Wish, b: Wish): boolean => subjectOf(a) === subjectOf(b);

/** A state that survives a reload. */
function useKept<Value>(
  storage: Storage,
  key: string,
  empty: Value,
): [Value, (change: (known: Value) => Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = storage.getItem(key);
    return kept === null ? empty : (JSON.parse(kept) as Value);
  });
  useEffect(() => storage.setItem(key, JSON.stringify(value)), [storage, key, value]);
  return [value, setValue];
}
