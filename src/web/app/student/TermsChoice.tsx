/** How a watch tells: from how many seats on, for which group, by which channels, and again while it stays open. */
import type { JSX } from 'preact';
import type { Channel } from '../../contract/channels.ts';
import { useWords } from '../shared/words.tsx';
import type { Draft } from './watch-draft.ts';

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Groups for which seats are held, by name. */
  groups: string[];
  channels: Channel[];
}

const SEATS_MOST = 999;

export function TermsChoice({ draft, change, groups, channels }: Props): JSX.Element {
  const { t } = useWords();
  const { minSeats, reservedGroup, remind } = draft;
  const names = reservedGroup === null || groups.includes(reservedGroup) ? groups : [reservedGroup, ...groups];
  const isDefault = minSeats === 1 && reservedGroup === null && draft.channels === null && remind === 'off';
  return (
    <details class="watch-terms" open={!isDefault}>
      <summary>{t('watch.terms.more')}</summary>
      <div class="field">
        <label for="watch-min-seats">{t('watch.terms.minSeats')}</label>
        <input
          id="watch-min-seats"
          type="number"
          inputMode="numeric"
          min={1}
          max={SEATS_MOST}
          required
          value={minSeats}
          onInput={({ currentTarget: { valueAsNumber } }) =>
            Number.isInteger(valueAsNumber) && change({ minSeats: valueAsNumber })
          }
        />
      </div>
      {names.length > 0 && (
        <div class="field">
          <label for="watch-group">{t('watch.terms.group')}</label>
          <select
            id="watch-group"
            value={reservedGroup ?? ''}
            onChange={({ currentTarget: { value } }) => change({ reservedGroup: value === '' ? null : value })}
          >
            <option value="">{t('watch.terms.noGroup')}</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <label class="choice">
        <input
          type="checkbox"
          name="remind"
          checked={remind === 'hourly'}
          onChange={() => change({ remind: remind === 'hourly' ? 'off' : 'hourly' })}
        />
        {t('watch.terms.remind')}
      </label>
      {channels.length > 1 && <ChannelChoice draft={draft} change={change} channels={channels} />}
    </details>
  );
}

function ChannelChoice({ draft, change, channels }: Omit<Props, 'groups'>): JSX.Element {
  const { t } = useWords();
  const all = channels.map(({ id }) => id);
  const chosen = draft.channels ?? all;
  const toggle = (id: string): void => {
    const next = all.filter((each) => (each === id ? !chosen.includes(id) : chosen.includes(each)));
    // All of them also means those that are added later. None is not possible.
    if (next.length > 0) change({ channels: next.length === all.length ? null : next });
  };
  return (
    <fieldset class="choices">
      <legend>{t('watch.terms.channels')}</legend>
      {channels.map(({ id, label }) => (
        <label key={id} class="choice">
          <input
            type="checkbox"
            name="channel"
            checked={chosen.includes(id)}
            disabled={chosen.length === 1 && chosen[0] === id}
            onChange={() => toggle(id)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
