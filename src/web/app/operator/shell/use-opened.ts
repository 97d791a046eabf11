/** What the address bar opens within a view: `#/people/<id>`. So the browser's way back leads to the table. */
import { useEffect, useState } from 'preact/hooks';
import { openedIn } from './opened.ts';

export function useOpened(view: string): string | null {
  const [id, setId] = useState(() => openedIn(view, location.hash));
  useEffect(() => {
    const look = (): void => setId(openedIn(view, location.hash));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [view]);
  return id;
}
