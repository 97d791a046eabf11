/** The series of a chart. It is read only while the chart is on the screen and the page is visible. */
import type { RefObject } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import type { SeriesName, SeriesRange } from '../../../../domain/series.ts';
import type { Fed, Feed } from './feed.ts';

/** Charts a little below the screen are read before somebody scrolls to them. */
const AHEAD = '200px';

export function useFigure(feed: Feed, name: SeriesName, range: SeriesRange, place: RefObject<HTMLElement | null>): Fed {
  const [isNear, setNear] = useState(false);
  const [isVisible, setVisible] = useState(() => document.visibilityState === 'visible');
  const [, render] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), {
      rootMargin: AHEAD,
    });
    observer.observe(place.current!);
    const look = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, [place]);
  const isShown = isNear && isVisible;
  useEffect(() => (isShown ? feed.show(name, range, render) : undefined), [feed, name, range, isShown]);
  return feed.get(name, range);
}
