/** Buttons for the selected dead letters, and for all of them. To discard all is asked twice. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DeadLetterChoice } from '../../../contract/dead-letters.ts';
import { Icon } from '../../shared/Icon.tsx';

interface Props {
  total: number;
  selected: number;
  busy: boolean;
  onSelected: (what: 'replay' | 'discard') => void;
  onAll: (what: 'replay' | 'discard', choice: DeadLetterChoice) => void;
}

export function WholeButtons({ total, selected, busy, onSelected, onAll }: Props): JSX.Element {
  const [asked, ask] = useState<'replay' | 'discard'>();
  const words = selected > 0 ? `${selected} selected` : `all ${total}`;
  const act = (what: 'replay' | 'discard'): void => {
    ask(undefined);
    if (selected > 0) onSelected(what);
    else onAll(what, { all: true });
  };
  if (asked !== undefined)
    return (
      <div class="confirm confirm-line" role="group" aria-label="Confirm">
        <p>
          {asked === 'replay'
            ? `${words}: sections become due now, and messages are sent again.`
            : `${words}: the records are deleted. Sections stay scheduled; messages are not sent.`}
        </p>
        <div class="buttons">
          <button type="button" class="button button-primary" disabled={busy} onClick={() => act(asked)}>
            Yes, {asked} {words}
          </button>
          <button type="button" class="button button-quiet" onClick={() => ask(undefined)}>
            Cancel
          </button>
        </div>
      </div>
    );
  return (
    <div class="buttons">
      <button type="button" class="button button-primary" disabled={busy} onClick={() => ask('replay')}>
        <Icon name="refresh" />
        Replay {words}
      </button>
      <button type="button" class="button button-danger" disabled={busy} onClick={() => ask('discard')}>
        Discard {words}
      </button>
    </div>
  );
}
