/** The languages that students read, by name and by what they ask for. */
import { LANGUAGES } from '../domain/preferences.ts';
import type { Language } from '../domain/preferences.ts';

export { LANGUAGES };
export type { Language };

/** The names of the languages, each in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

/** The first of `wanted` that we have; English if we have none. `wanted`: BCP 47 tags, most preferred first. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split('-');
    const found = LANGUAGES.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}
