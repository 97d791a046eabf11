/** When messages come: quiet hours, digest, and whether outages are told. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Me } from '../../contract/me.ts';
import { useWords } from '../shared/words.tsx';
import { Outcome } from './Outcome.tsx';
import type { MeHook } from './use-me.ts';

const NIGHT = { from: '22:00', to: '07:00', exceptOpenings: true };
const DIGESTS = ['off', 'hourly', 'daily'] as const satisfies Me['digest'][];

export function When({ me }: { me: MeHook }): JSX.Element {
  const { t } = useWords();
  const { digest, outages, quietHours } = me.value;
  return (
    <section class="card stack" aria-labelledby="when-title">
      <h2 id="when-title">{t('account.page.when')}</h2>
      <label class="choice">
        <input
          type="checkbox"
          checked={quietHours !== null}
          onChange={() => me.change({ quietHours: quietHours === null ? NIGHT : null })}
        />
        {t('account.page.quiet')}
      </label>
      {quietHours !== null && (
        <QuietTimes value={quietHours} onChange={(changed) => me.change({ quietHours: changed })} />
      )}
      <div class="field">
        <label for="digest">{t('account.page.digest')}</label>
        <select
          id="digest"
          value={digest}
          onChange={(event) => me.change({ digest: event.currentTarget.value as Me['digest'] })}
        >
          {DIGESTS.map((value) => (
            <option key={value} value={value}>
              {t(`account.page.digests.${value}`)}
            </option>
          ))}
        </select>
      </div>
      <label class="choice">
        <input type="checkbox" checked={outages} onChange={() => me.change({ outages: !outages })} />
        {t('account.page.outages')}
      </label>
      <Outcome me={me} fields={['quietHours', 'digest', 'outages']} />
    </section>
  );
}

type Quiet = NonNullable<Me['quietHours']>;

function QuietTimes({ value, onChange }: { value: Quiet; onChange: (value: Quiet) => void }): JSX.Element {
  const { t } = useWords();
  /** What is typed and not saved, because the two times are the same or one is incomplete. */
  const [typed, setTyped] = useState(value);
  const same = typed.from === typed.to;
  const type = (change: Partial<Quiet>): void => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (next.from !== '' && next.to !== '' && next.from !== next.to) onChange(next);
  };
  return (
    <div class="stack">
      <div class="account-times">
        <div class="field">
          <label for="quiet-from">{t('account.page.from')}</label>
          <input
            id="quiet-from"
            type="time"
            required
            value={typed.from}
            onChange={(event) => type({ from: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="quiet-to">{t('account.page.to')}</label>
          <input
            id="quiet-to"
            type="time"
            required
            value={typed.to}
            aria-invalid={same}
            onChange={(event) => type({ to: event.currentTarget.value })}
          />
        </div>
      </div>
      {same && <p role="alert">{t('account.page.sameTimes')}</p>}
      <label class="choice">
        <input
          type="checkbox"
          checked={typed.exceptOpenings}
          onChange={() => type({ exceptOpenings: !typed.exceptOpenings })}
        />
        {t('account.page.exceptOpenings')}
      </label>
    </div>
  );
}
