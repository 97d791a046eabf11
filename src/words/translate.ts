/**
 * Messages in one language. Our own, because the first load of a page on a phone must be small: i18next is 14 kB of it,
 * compressed, and we need values and two plural forms.
 */
import type { Language } from './language.ts';
import type { Messages, PageMessages, Translate } from './typed.ts';

type Tree = { readonly [name: string]: string | Tree };
type Values = Readonly<Record<string, string | number>>;

/**
 * `messages`: all areas in `language`, or those of the page. Plural forms follow `Intl.PluralRules`. A key without a
 * message, which does not compile, is returned as it is. The values are put in as they are: pages and mails escape what
 * they show.
 */
export function translateIn(language: Language, messages: Messages | PageMessages): Translate {
  let rules: Intl.PluralRules | undefined;
  const formOf = (count: number): 'one' | 'other' => {
    rules ??= new Intl.PluralRules(language);
    return rules.select(count) === 'one' ? 'one' : 'other';
  };
  const translate = (key: string, values: Values = {}): string => {
    const { count } = values;
    const found =
      (typeof count === 'number' ? messageAt(messages, `${key}_${formOf(count)}`) : undefined) ??
      messageAt(messages, key);
    if (found === undefined) return key;
    return found.replaceAll(/\{\{(\w+)\}\}(\.?)/g, (_all, name: string, period: string) => {
      const value = String(values[name] ?? '');
      // `7:01 a.m.` at the end of a sentence ends it.
      return value.endsWith('.') ? value : value + period;
    });
  };
  return translate as Translate;
}

function messageAt(messages: Tree, key: string): string | undefined {
  let at: string | Tree | undefined = messages;
  for (const name of key.split('.')) at = typeof at === 'object' ? at[name] : undefined;
  return typeof at === 'string' ? at : undefined;
}
