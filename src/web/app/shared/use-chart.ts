/**
 * A chart in an element. It is as wide as the element, and follows the page's light and dark mode. The build keeps
 * files with `chart` in their name, and the library, out of what the student page loads first.
 */
import 'uplot/dist/uPlot.min.css';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

interface Plot {
  /** Goes on the element. */
  place: RefObject<HTMLDivElement | null>;
  /** null before the element is there. */
  plot: RefObject<uPlot | null>;
}

/** `options` must be a stable function: with another one, the chart is made anew. */
export function useChart(options: (width: number) => uPlot.Options, data: uPlot.AlignedData): Plot {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = place.current!;
    const made = new uPlot(options(element.clientWidth), data, element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: made.height }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = (): void => made.redraw(false);
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      resized.disconnect();
      made.destroy();
    };
  }, [options]);
  useEffect(() => plot.current?.setData(data), [data, options]);
  return { place, plot };
}
