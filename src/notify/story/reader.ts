/** How a student reads: the language, and the zone of the times. */
import type { Preferences } from '../../domain/preferences.ts';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
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

/** Times are the university's for a student who never said where they are. */
export function readerOf(
  { language, timeZone }: Pick<Preferences, 'language' | 'timeZone'>,
  universityZone: string,
): Reader {
  const zone = timeZone === DEFAULT_PREFERENCES.timeZone ? universityZone : timeZone;
  return { language, t: t(language), formats: formats(language, zone) };
}
