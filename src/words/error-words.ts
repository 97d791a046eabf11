import { errors } from './en/errors.ts';
import type { Translate } from './typed.ts';

/** What a student reads about an error, by its code. Never what operators or programs are told about it. */
export function errorText(code: string, t: Translate): string {
  return t(`errors.${isKnown(code) ? code : 'other'}`);
}

const isKnown = (code: string): code is keyof typeof errors => Object.hasOwn(errors, code);
