/** The filters of a search. Each change searches at once and is in the page's address. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';
import type { FilterName, Filters } from './search-query.ts';

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** On a phone the filters would push the results out of sight, so they open only when a student opens them. */
const NARROW = '(max-width: 46rem)';
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export function SearchFilters({ filters, onChange }: Props): JSX.Element {
  const { t, formats } = useWords();
  const set = (name: FilterName, value: string): void => onChange({ ...filters, [name]: value });
  const used = Object.values(filters).filter(Boolean).length;
  const days = filters.days?.split(',') ?? [];
  const choices = (name: 'seats' | 'mode', values: Record<string, string>): JSX.Element => (
    <div class="field">
      <label for={`filter-${name}`}>{t(`search.filters.${name}`)}</label>
      <select
        id={`filter-${name}`}
        value={filters[name] ?? ''}
        onChange={(event) => set(name, event.currentTarget.value)}
      >
        <option value="">{t('search.filters.any')}</option>
        {Object.entries(values).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
  const read = (event: { currentTarget: HTMLInputElement }, name: FilterName): void =>
    set(name, event.currentTarget.value.trim());
  const time = (name: 'after' | 'before'): JSX.Element => (
    <div class="field">
      <label for={`filter-${name}`}>{t(`search.filters.${name}`)}</label>
      <input id={`filter-${name}`} type="time" value={filters[name] ?? ''} onChange={(event) => read(event, name)} />
    </div>
  );
  const words = (name: 'campus' | 'instructor'): JSX.Element => (
    <div class="field">
      <label for={`filter-${name}`}>{t(`search.filters.${name}`)}</label>
      <input
        id={`filter-${name}`}
        type="text"
        maxLength={100}
        value={filters[name] ?? ''}
        onChange={(event) => read(event, name)}
      />
    </div>
  );
  return (
    <details class="filters" open={used > 0 && !matchMedia(NARROW).matches}>
      <summary>{used === 0 ? t('search.filters.title') : t('search.filters.used', { count: used })}</summary>
      <div class="filter-fields">
        {choices('seats', {
          open: t('search.filters.open'),
          waitlist: t('search.filters.waitlist'),
          full: t('search.filters.full'),
        })}
        {choices('mode', { 'in-person': t('search.filters.inPerson'), online: t('search.filters.online') })}
        {time('after')}
        {time('before')}
        {words('campus')}
        {words('instructor')}
        <fieldset class="filter-days">
          <legend>{t('search.filters.days')}</legend>
          {DAYS.map((day) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={days.includes(day)}
                onChange={({ currentTarget: { checked } }) =>
                  set('days', DAYS.filter((each) => (each === day ? checked : days.includes(each))).join(','))
                }
              />
              {formats.weekday(day)}
            </label>
          ))}
        </fieldset>
        {used > 0 && (
          <button type="button" class="button button-quiet" onClick={() => onChange({})}>
            {t('search.filters.clear')}
          </button>
        )}
      </div>
    </details>
  );
}
