/** The language of pages and messages, and the time zone of quiet hours and digests. */
import type { JSX } from 'preact';
import type { Language } from '../../../words/language.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../words/language.ts';
import { useWords } from '../shared/words.tsx';
import { Outcome } from './Outcome.tsx';
import type { MeHook } from './use-me.ts';

/** Older browsers cannot list the zones. Then there are the ones in use. */
const listed = Intl.supportedValuesOf?.('timeZone') ?? [];

export function Reading({ me }: { me: MeHook }): JSX.Element {
  const { t } = useWords();
  const { language, timeZone } = me.value;
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set(['UTC', here, timeZone, ...listed])].toSorted((a, b) => a.localeCompare(b));
  return (
    <section class="card stack" aria-labelledby="reading-title">
      <h2 id="reading-title">{t('account.page.reading')}</h2>
      <div class="field">
        <label for="language">{t('account.page.language')}</label>
        <select
          id="language"
          value={language}
          onChange={(event) => me.change({ language: event.currentTarget.value as Language })}
        >
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={each}>
              {LANGUAGE_NAMES[each]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="time-zone">{t('account.page.zone')}</label>
        <select
          id="time-zone"
          value={timeZone}
          onChange={(event) => me.change({ timeZone: event.currentTarget.value })}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </div>
      {here !== timeZone && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            me.change({ timeZone: here });
            // The button goes away, and the focus with it.
            document.getElementById('time-zone')?.focus();
          }}
        >
          {t('account.page.zoneHere', { zone: here.replaceAll('_', ' ') })}
        </button>
      )}
      <Outcome me={me} fields={['language', 'timeZone']} />
    </section>
  );
}
