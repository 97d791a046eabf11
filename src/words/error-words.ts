import { errors } from './en/errors.ts';
import type { Translate } from './typed.ts';

/** What a student reads about an error; undefined: there are no words for this code. */
export function errorWords(code: string, t: Translate): string | undefined {
  return isKnown(code) ? t(`errors.${code}`) : undefined;
}

const isKnown = (code: string): code is keyof typeof errors => Object.hasOwn(errors, code);
