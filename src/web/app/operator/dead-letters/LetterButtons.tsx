/** Replays or discards some dead letters: those of a cause, the selected ones, or all. Both ask first. */
import type { JSX } from 'preact';
import type { DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';

export type Handle = (what: 'replay' | 'discard') => Promise<unknown>;

interface Props {
  /** Which letters, such as `all 12`. */
  which: string;
  /** What all of them are about; undefined for the buttons of the whole page, which say on them which letters. */
  kind?: DeadLetterGroup['kind'];
  onHandle: Handle;
}

const EFFECTS = {
  check: { replay: 'The sections become due now.', discard: 'The records are deleted. The sections stay scheduled.' },
  notification: {
    replay: 'The messages are sent again.',
    discard: 'The records are deleted. The messages are not sent.',
  },
  any: {
    replay: 'Sections become due now, and messages are sent again.',
    discard: 'The records are deleted. Sections stay scheduled; messages are not sent.',
  },
};

export function LetterButtons({ which, kind, onHandle }: Props): JSX.Element {
  const whole = kind === undefined;
  const effects = EFFECTS[kind ?? 'any'];
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
        effect={effects.replay}
        run={() => onHandle('replay')}
      />
      <ConfirmButton {...named('Discard')} look="danger" effect={effects.discard} run={() => onHandle('discard')} />
    </div>
  );
}
