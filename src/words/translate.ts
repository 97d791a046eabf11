/** Messages in one language. */
import { createInstance } from 'i18next';
import type { Language } from './language.ts';
import type { Messages, PageMessages, Translate } from './typed.ts';

/** `messages`: all areas in `language`, or those of the page. Plural forms follow `Intl.PluralRules`. */
export function translateIn(language: Language, messages: Messages | PageMessages): Translate {
  const instance = createInstance({
    lng: language,
    resources: { [language]: { translation: messages } },
    initAsync: false,
    // Preact and the mails escape what they show, and plain text must not be escaped.
    interpolation: { escapeValue: false },
  });
  void instance.init();
  return instance.t as Translate;
}
