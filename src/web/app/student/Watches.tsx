/** The student's watches with their live states. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import type { LiveSections } from './live-sections.ts';
import { NotifyButton } from './NotifyButton.tsx';
import type { WatchesHook } from './use-watches.ts';
import { WatchItem } from './WatchItem.tsx';

interface Props {
  watches: WatchesHook;
  known: LiveSections;
  limit: number;
  onEdit: (state: SectionState) => void;
}

export function Watches({ watches: hook, known, limit, onEdit }: Props): JSX.Element {
  const { watches, error, reload } = hook;
  return (
    <section class="card watches" aria-labelledby="watches-title">
      <header class="card-head">
        <h2 id="watches-title">Your watches</h2>
        {watches && (
          <span class="quiet">
            {watches.length} of {limit}
          </span>
        )}
      </header>
      {error && <ErrorNote error={error} retry={reload} />}
      {watches?.length === 0 && (
        <p class="quiet">None yet. Search a course and press “Watch”: you get a mail when a seat opens.</p>
      )}
      <ul class="plain">
        {watches?.map((watch: Watch) => (
          <WatchItem
            key={watch.id}
            watch={watch}
            state={known.states[watch.covers[0] ?? '']}
            nextCheckAt={known.nextChecks[watch.covers[0] ?? '']}
            hook={hook}
            onEdit={onEdit}
          />
        ))}
      </ul>
      {watches !== undefined && watches.length > 0 && <NotifyButton />}
    </section>
  );
}
