/** All languages at once, for the server. The page loads only the language that it needs. */
import { english } from './en/index.ts';
import { spanish } from './es/index.ts';
import type { Language } from './language.ts';
import { translateIn } from './translate.ts';
import type { Translate } from './typed.ts';

const TRANSLATIONS: Readonly<Record<Language, Translate>> = {
  en: translateIn('en', english),
  es: translateIn('es', spanish),
};

/** `t('es')('pages.signIn')`. */
export const t = (language: Language): Translate => TRANSLATIONS[language];
