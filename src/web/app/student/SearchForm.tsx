/** The search form: one box for a course, a class number, an instructor or words of a title, and filters. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { About } from '../../contract/about.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import { SearchBox } from './SearchBox.tsx';
import { SearchFilters } from './SearchFilters.tsx';
import type { Filters, Query } from './search-query.ts';

interface Props {
  about: About;
  query: Query | null;
  onSearch: (query: Query) => void;
}

export function SearchForm({ about, query, onSearch }: Props): JSX.Element {
  const { t } = useWords();
  const [place, setPlace] = useState(query ? `${query.institution}/${query.term}` : placeOf(about));
  const [text, setText] = useState(query?.text ?? '');
  const filters = query?.filters ?? {};

  // The search may come from the back button, and a pasted key names its term.
  useEffect(() => {
    if (query === null) return;
    setPlace(`${query.institution}/${query.term}`);
    setText(query.text);
  }, [query?.institution, query?.term, query?.text]);

  const search = (typed: string, chosen: Filters): void => {
    const [institution = '', term = ''] = place.split('/');
    setText(typed);
    if (typed.trim() !== '') onSearch({ institution, term, text: typed.trim(), filters: chosen });
  };

  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text, filters);
      }}
    >
      <SearchBox place={place} text={text} onText={setText} onChoose={(chosen) => search(chosen, filters)} />
      <div class="field">
        <label for="search-term">{t('live.frame.term')}</label>
        <select id="search-term" name="place" value={place} onChange={(event) => setPlace(event.currentTarget.value)}>
          {about.institutions.map(({ id, name, terms }) => (
            <optgroup key={id} label={name}>
              {terms.map((term) => (
                <option key={term.term} value={`${id}/${term.term}`}>
                  {term.name}
                </option>
              ))}
              {isOther(about, place, id) && <option value={place}>{place.split('/')[1]}</option>}
            </optgroup>
          ))}
        </select>
      </div>
      <button type="submit" class="button button-primary">
        <Icon name="search" />
        {t('live.frame.search')}
      </button>
      {query !== null && <SearchFilters filters={filters} onChange={(chosen) => search(query.text, chosen)} />}
    </form>
  );
}

function placeOf({ institutions: [first] }: About): string {
  return `${first?.id ?? ''}/${first?.terms[0]?.term ?? ''}`;
}

/** Whether a link or a pasted key has led to a term of this university that is not offered in the list. */
function isOther({ institutions }: About, place: string, id: string): boolean {
  const terms = institutions.find((each) => each.id === id)?.terms ?? [];
  return place.startsWith(`${id}/`) && !terms.some(({ term }) => place === `${id}/${term}`);
}
