/** The view that the address bar names. */
import { useEffect, useState } from 'preact/hooks';
import { type View, viewAt, VIEWS } from '../views.ts';

export function useView(): View {
  const [view, setView] = useState(() => viewAt(location.hash) ?? VIEWS[0]);
  useEffect(() => {
    const look = (): void => setView((shown) => viewAt(location.hash) ?? shown);
    addEventListener('hashchange', look);
    // It may have changed since the first render.
    look();
    return () => removeEventListener('hashchange', look);
  }, []);
  return view;
}
