/** The time, for what grows old on the page. One timer for all who ask. */
import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<(now: number) => void>();
let timer = 0;

/** Epoch milliseconds, new every second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (listeners.size === 0) timer = window.setInterval(() => { for (const listener of listeners) listener(Date.now()); }, 1000);
    listeners.add(setNow);
    return () => {
      listeners.delete(setNow);
      if (listeners.size === 0) window.clearInterval(timer);
    };
  }, []);
  return now;
}
