/** The view that the address bar names. */
import { useEffect, useState } from 'preact/hooks';
import { type View, viewAt, VIEWS } from '../views.ts';

export function useView(): View {
  const [view, setView] = useState(() => viewAt(location.hash) ?? VIEWS[0]);
  useEffect(() => {
    const look = (): void => setView((shown) => viewAt(location.hash) ?? shown);
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return view;
}
