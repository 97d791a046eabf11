/** Section keys and institutions as clients, commands and stored rows write them. */
import { formatSectionKey, parseSectionKey } from '../domain/section.ts';
import type { SectionKey } from '../domain/section.ts';
import type { CodedError } from '../runtime/index.ts';
import { institutionsError } from './errors.ts';
import type { Institution } from './institution.ts';

/** Errors quote at most this much of what was sent. */
const QUOTED = 100;

/** Reads a section key. Throws PMC_SECTION_KEY_INVALID. */
export function sectionKeyOf(text: string): SectionKey {
  const key = parseSectionKey(text);
  if (key === undefined) throw invalid(text);
  return key;
}

/** Reads the key of a section of one of `institutions`. Throws PMC_SECTION_KEY_INVALID or PMC_INSTITUTION_UNKNOWN. */
export function readSectionKey(text: string, institutions: readonly Institution[]): SectionKey {
  const key = sectionKeyOf(text);
  institutionOf(key.institution, institutions);
  return key;
}

/** Returns the key with these parts as text. Throws PMC_SECTION_KEY_INVALID or PMC_INSTITUTION_UNKNOWN. */
export function sectionOf(parts: SectionKey, institutions: readonly Institution[]): string {
  const text = formatSectionKey(parts);
  readSectionKey(text, institutions);
  return text;
}

/** Throws PMC_INSTITUTION_UNKNOWN. */
export function institutionOf(id: string, institutions: readonly Institution[]): Institution {
  const institution = institutions.find((each) => each.id === id);
  if (institution === undefined)
    throw institutionsError('PMC_INSTITUTION_UNKNOWN', {
      institution: id.slice(0, QUOTED),
      known: institutions.map((each) => each.id).join(', '),
    });
  return institution;
}

/** Splits a list of anything into valid keys, each once, and a PMC_SECTION_KEY_INVALID for every other item. */
export function readSectionKeys(items: readonly unknown[]): { keys: string[]; problems: CodedError[] } {
  const keys = new Set<string>();
  const problems: CodedError[] = [];
  for (const item of items) {
    if (typeof item === 'string' && parseSectionKey(item) !== undefined) keys.add(item);
    else problems.push(invalid(typeof item === 'string' ? item : JSON.stringify(item)));
  }
  return { keys: [...keys], problems };
}

function invalid(text: string): CodedError {
  return institutionsError('PMC_SECTION_KEY_INVALID', { key: text.slice(0, QUOTED) });
}
