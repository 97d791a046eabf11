/** Scrolling between the tree and the details of a place, which are below it where the screen is narrow. */

const NARROW = '(max-width: 79.99rem)';

/** Brings a row of the tree into view and focuses it, once the tree shows it. */
export function showRow(path: string): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`.outline [data-path="${CSS.escape(path)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  });
}

/** Brings the details into view. Does nothing where they are beside the tree. */
export function showDetails(): void {
  if (!matchMedia(NARROW).matches) return;
  requestAnimationFrame(() => document.getElementById('details-title')?.scrollIntoView());
}
