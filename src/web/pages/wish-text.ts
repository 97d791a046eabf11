import type { Language } from '../../domain/preferences.ts';
import { t } from '../../words/index.ts';
import type { WishName } from '../wishes.ts';

/** `CSE 310 · 66445`, `class 66445`, `any section of CSE 310`. */
export function wishText({ course, classNumber }: WishName, language: Language): string {
  const words = t(language);
  if (course === null) return words('account.link.class', { number: classNumber ?? '' });
  return classNumber === null ? words('section.anyOf', { course }) : `${course} · ${classNumber}`;
}
