/** Values that change over time. All share one timer. A component renders again only when its value changes. */
import { useEffect, useRef, useState } from 'preact/hooks';

const listeners = new Set<(now: number) => void>();
let timer = 0;

function everySecond(listener: (now: number) => void): () => void {
  if (listeners.size === 0)
    timer = window.setInterval(() => {
      for (const each of listeners) each(Date.now());
    }, 1000);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** Returns the result of `read` for the current time (epoch milliseconds), updated every second. */
export function useTicking<Value extends string | number | boolean>(read: (now: number) => Value): Value {
  const latest = useRef(read);
  latest.current = read;
  const [, setValue] = useState(() => read(Date.now()));
  useEffect(() => everySecond((now) => setValue(latest.current(now))), []);
  return read(Date.now());
}
