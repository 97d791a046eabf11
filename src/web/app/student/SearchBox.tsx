/** The search box with suggestions: a combobox with a list, as the ARIA patterns describe it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SuggestedCourse } from '../../contract/search.ts';
import { useWords } from '../shared/words.tsx';
import { useSuggestions } from './use-suggestions.ts';

interface Props {
  place: string;
  text: string;
  onText: (text: string) => void;
  /** A suggestion was chosen. */
  onChoose: (text: string) => void;
}

/** `asu/2267/CSE/310` → `CSE 310`. */
const nameOf = ({ course }: SuggestedCourse): string => course.split('/').slice(2).join(' ');

export function SearchBox({ place, text, onText, onChoose }: Props): JSX.Element {
  const { t } = useWords();
  const [typing, setTyping] = useState(false);
  const [at, setAt] = useState(-1);
  const courses = useSuggestions(place, typing ? text : null);
  const open = typing && courses.length > 0;
  const chosen = open ? courses[at] : undefined;
  const close = (): void => {
    setTyping(false);
    setAt(-1);
  };
  const choose = (course: SuggestedCourse): void => {
    close();
    onChoose(nameOf(course));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && open) close();
    else if (event.key === 'Enter' && chosen !== undefined) choose(chosen);
    else if (event.key === 'Enter') return close();
    else if (event.key === 'ArrowDown' && !open) setTyping(true);
    else if (event.key === 'ArrowDown') setAt(((at + 2) % (courses.length + 1)) - 1);
    else if (event.key === 'ArrowUp' && open) setAt(at === -1 ? courses.length - 1 : at - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div class="field search-text">
      <label for="search-text">{t('live.frame.what')}</label>
      <input
        id="search-text"
        type="search"
        name="q"
        required
        maxLength={500}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        placeholder={t('search.example')}
        value={text}
        role="combobox"
        list={undefined}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls="search-suggestions"
        aria-activedescendant={chosen && `suggestion-${at}`}
        onKeyDown={onKeyDown}
        onBlur={close}
        onInput={(event) => {
          setTyping(true);
          setAt(-1);
          onText(event.currentTarget.value);
        }}
      />
      <ul
        id="search-suggestions"
        class="suggestions"
        role="listbox"
        aria-label={t('search.suggestions')}
        hidden={!open}
      >
        {open &&
          courses.map((course, index) => (
            <li
              key={course.course}
              id={`suggestion-${index}`}
              role="option"
              aria-selected={index === at}
              // Before the box loses the focus, which would close the list.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(course);
              }}
            >
              <span class="suggestion-name">{nameOf(course)}</span> <span class="suggestion-title">{course.title}</span>
              <span class="suggestion-seats">
                {t('search.sections', { count: course.sections })}
                {course.full > 0 && `, ${t('search.fullOf', { count: course.full })}`}
              </span>
            </li>
          ))}
      </ul>
      <p class="visually-hidden" role="status">
        {open && t('search.suggested', { count: courses.length })}
      </p>
    </div>
  );
}
