/** How a student reads: the language, and the zone of the times. */
import type { Formats } from '../../words/formats.ts';
import { formats } from '../../words/formats.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import type { Translate } from '../../words/typed.ts';

export interface Reader {
  language: Language;
  t: Translate;
  formats: Formats;
}

export function readerOf(language: Language, timeZone: string): Reader {
  return { language, t: t(language), formats: formats(language, timeZone) };
}
