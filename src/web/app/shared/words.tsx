/**
 * The language of the page. The server decides: the signed-in student's, else the one last chosen in this browser, else
 * what the browser asks for. Spanish is loaded when it is needed.
 */
import type { ComponentChildren, JSX } from 'preact';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { pageEnglish } from '../../../words/en/page.ts';
import { errorText as errorTextOf } from '../../../words/error-words.ts';
import type { Formats } from '../../../words/formats.ts';
import { formats } from '../../../words/formats.ts';
import type { Language } from '../../../words/language.ts';
import { languageFor } from '../../../words/language.ts';
import { translateIn } from '../../../words/translate.ts';
import type { Translate } from '../../../words/typed.ts';
import { LANGUAGE_COOKIE } from '../../contract/boot.ts';

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
  /** Changes the language now, and for later visits without signing in. Keeps the old one if the new does not load. */
  choose: (language: Language) => void;
}

const COOKIE_LASTS_S = 365 * 86_400;
const ENGLISH: Tongue = { language: 'en', t: translateIn('en', pageEnglish) };

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
    document.cookie = `${LANGUAGE_COOKIE}=${wanted}; Path=/; Max-Age=${COOKIE_LASTS_S}; SameSite=Lax`;
    void load(wanted).then((loaded) => setTongue((known) => (known.language === loaded.language ? known : loaded)));
  }, []);
  const words = useMemo(() => {
    const { t } = tongue;
    const errorText = ({ code }: Failure): string => errorTextOf(code, t);
    return { ...tongue, errorText, formats: formats(tongue.language), choose };
  }, [tongue, choose]);
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

/** What the page is first shown in: as the server wrote it. */
export function firstTongue(): Promise<Tongue> {
  return load(languageFor([document.documentElement.lang]));
}

async function load(language: Language): Promise<Tongue> {
  if (language === 'en') return ENGLISH;
  try {
    const { pageSpanish } = await import('../../../words/es/page.ts');
    return { language, t: translateIn(language, pageSpanish) };
  } catch {
    return ENGLISH; // the file could not be loaded: better a page in English than none
  }
}
