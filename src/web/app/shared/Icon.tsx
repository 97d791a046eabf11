/**
 * The icons, on a 20 by 20 grid, in the colour of the text beside them. They are hidden from screen readers, because
 * there is always text beside them.
 */
import type { JSX } from 'preact';

const PATHS = {
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  lock: 'M5.5 9.5h9v6.5h-9zM7.5 9.5V7a2.5 2.5 0 0 1 5 0v2.5',
  clock: 'M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM10 6.5V10l2.5 1.5',
  minus: 'M4.5 10h11',
  plus: 'M4.5 10h11M10 4.5v11',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  question: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.2v.3',
  bell: 'M5 14h10l-1.2-2V9a3.8 3.8 0 0 0-7.6 0v3zM8.5 16.2h3',
  search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.8 12.8L16.5 16.5',
  pause: 'M7.5 5.5v9M12.5 5.5v9',
  play: 'M6.5 5l8.5 5-8.5 5z',
  warning: 'M10 3.5l7 12.5H3zM10 8.5v3.5M10 14v.2',
  link: 'M8 5.5H5v9.5h9.5V12M11.5 4.5h4v4M15.5 4.5L9 11',
  refresh: 'M15.5 10a5.5 5.5 0 1 1-1.7-4M14 3.5v3h-3',
  inbox: 'M4 11l2-6h8l2 6v4.5H4zM4 11h3.5l1 2h3l1-2H16',
  bolt: 'M11 3L5 11.5h4L8.5 17l6-8.5h-4z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
