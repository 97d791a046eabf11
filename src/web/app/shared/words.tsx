/** The language of the page: the student's choice, else the browser's. Spanish is loaded when it is needed. */
import type { ComponentChildren, JSX } from 'preact';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { english } from '../../../words/en/index.ts';
import { errorWords } from '../../../words/error-words.ts';
import type { Formats } from '../../../words/formats.ts';
import { formats } from '../../../words/formats.ts';
import type { Language } from '../../../words/language.ts';
import { languageFor } from '../../../words/language.ts';
import { translateIn } from '../../../words/translate.ts';
import type { Translate } from '../../../words/typed.ts';

interface Failure {
  code: string;
  message: string;
}

interface Tongue {
  language: Language;
  t: Translate;
}

export interface Words extends Tongue {
  /** What to say about an error. Students read their own words, and operators what the server says. */
  errorText: (error: Failure) => string;
  /** In the reader's own time zone. */
  formats: Formats;
  /** Changes the language now and on later visits with this browser. Keeps the old one if the new cannot be loaded. */
  choose: (language: Language) => void;
}

const KEPT = 'pickmyclass.language';
const ENGLISH: Tongue = { language: 'en', t: translateIn('en', english) };

/** Pages without a provider are in English, as the operators' are. */
const WordsContext = createContext<Words>({
  ...ENGLISH,
  formats: formats('en'),
  errorText: ({ message }) => message.charAt(0).toUpperCase() + message.slice(1),
  choose: () => {},
});

export const useWords = (): Words => useContext(WordsContext);

export function WordsProvider({ first, children }: { first: Tongue; children: ComponentChildren }): JSX.Element {
  const [tongue, setTongue] = useState(first);
  const { language } = tongue;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((wanted: Language) => {
    localStorage.setItem(KEPT, wanted);
    void load(wanted).then(setTongue);
  }, []);
  const words = useMemo(() => {
    const { t } = tongue;
    const errorText = ({ code }: Failure): string => errorWords(code, t) ?? t('errors.other');
    return { ...tongue, errorText, formats: formats(tongue.language), choose };
  }, [tongue, choose]);
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

/** What the page is first shown in. */
export function firstTongue(): Promise<Tongue> {
  const kept = localStorage.getItem(KEPT);
  return load(languageFor(kept === null ? navigator.languages : [kept]));
}

async function load(language: Language): Promise<Tongue> {
  if (language === 'en') return ENGLISH;
  try {
    const { spanish } = await import('../../../words/es/index.ts');
    return { language, t: translateIn(language, spanish) };
  } catch {
    return ENGLISH;
  }
}
