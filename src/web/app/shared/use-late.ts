/** Tells when something takes long. */
import { useEffect, useState } from 'preact/hooks';

/** true once `running` has been true for `afterMs`. */
export function useLate(running: boolean, afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!running) return undefined;
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [running, afterMs]);
  return late;
}
