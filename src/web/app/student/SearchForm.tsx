/** The search form: one box for a course, a class number or words of a title. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { About } from '../../contract/about.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import type { Query } from './use-search.ts';

interface Props {
  about: About;
  query: Query | null;
  onSearch: (query: Query) => void;
}

export function SearchForm({ about, query, onSearch }: Props): JSX.Element {
  const { t } = useWords();
  const [place, setPlace] = useState(query ? `${query.institution}/${query.term}` : placeOf(about));
  const [text, setText] = useState(query?.text ?? '');

  const submit = (event: Event): void => {
    event.preventDefault();
    const [institution = '', term = ''] = place.split('/');
    if (text.trim() !== '') onSearch({ institution, term, text: text.trim() });
  };

  return (
    <form class="search" role="search" onSubmit={submit}>
      <div class="field search-text">
        <label for="search-text">{t('live.frame.what')}</label>
        <input
          id="search-text"
          type="search"
          name="q"
          required
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          placeholder="CSE 310"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
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
            </optgroup>
          ))}
        </select>
      </div>
      <button type="submit" class="button button-primary">
        <Icon name="search" />
        {t('live.frame.search')}
      </button>
    </form>
  );
}

function placeOf({ institutions: [first] }: About): string {
  return `${first?.id ?? ''}/${first?.terms[0]?.term ?? ''}`;
}
