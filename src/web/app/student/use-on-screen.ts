/** Whether an element is on the screen, as the student scrolls. */
import { useEffect, useState } from 'preact/hooks';

/** Below this line, in pixels from the bottom, the element is taken as not there: bars cover it. */
const COVERED_PX = 64;

/** `id` is of an element that stays while the component is mounted. */
export function useOnScreen(id: string): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setShown(entry?.isIntersecting === true), {
      rootMargin: `0px 0px -${COVERED_PX}px`,
    });
    const element = document.getElementById(id);
    if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [id]);
  return shown;
}
