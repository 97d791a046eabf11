/** Replays or discards some dead letters: those of a cause, the selected ones, or all. Both ask first. */
import type { JSX } from 'preact';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';

export type Handle = (what: 'replay' | 'discard') => Promise<unknown>;

interface Props {
  /** Which letters, such as `all 12`. */
  which: string;
  /** Whether the buttons of the whole page say which; those of a cause stand beside its title. */
  whole?: boolean;
  onHandle: Handle;
}

export function LetterButtons({ which, whole = false, onHandle }: Props): JSX.Element {
  const named = (verb: string): { label: string; title: string } => {
    const title = `${verb} ${which}`;
    return { label: whole ? title : verb, title };
  };
  return (
    <div class="buttons">
      <ConfirmButton
        {...named('Replay')}
        icon="refresh"
        look={whole ? 'primary' : 'quiet'}
        effect="Sections become due now, and messages are sent again."
        run={() => onHandle('replay')}
      />
      <ConfirmButton
        {...named('Discard')}
        look="danger"
        effect="The records are deleted. Sections stay scheduled; messages are not sent."
        run={() => onHandle('discard')}
      />
    </div>
  );
}
