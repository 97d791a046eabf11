/** Says once that the page is cut off from the server. The page below it is grey meanwhile. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../shared/Icon.tsx';
import { timeOfDay } from '../../shared/time.ts';

export function CutNote({ cut }: { cut: boolean }): JSX.Element {
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => setSince(cut ? Date.now() : null), [cut]);
  // The line is there from the start: screen readers announce what is put into it.
  return (
    <p class={since === null ? 'cut-note cut-note-empty' : 'cut-note'} role="status">
      {since !== null && (
        <>
          <Icon name="warning" />
          This page is cut off since {timeOfDay(since)}. It shows what was true then, and tries again by itself.
        </>
      )}
    </p>
  );
}
