/** Section keys and institutions as clients write them. */
import { formatSectionKey, parseSectionKey } from '../domain/section.ts';
import type { SectionKey } from '../domain/section.ts';
import { institutionsError } from '../institutions/errors.ts';
import type { CodedError } from '../runtime/index.ts';
import type { Institution } from '../institutions/institution.ts';

/** PMC_SECTION_KEY_INVALID or PMC_INSTITUTION_UNKNOWN. */
export function readSectionKey(text: string, institutions: readonly Institution[]): SectionKey {
  const key = parseSectionKey(text);
  if (key === undefined) throw keyInvalid(text);
  institutionOf(key.institution, institutions);
  return key;
}

/** PMC_INSTITUTION_UNKNOWN. */
export function institutionOf(id: string, institutions: readonly Institution[]): Institution {
  const institution = institutions.find((one) => one.id === id);
  if (institution === undefined)
    throw institutionsError('PMC_INSTITUTION_UNKNOWN', {
      institution: id.slice(0, 100),
      known: institutions.map((one) => one.id).join(', '),
    });
  return institution;
}

export function sectionNotFound(key: SectionKey): CodedError {
  return institutionsError('PMC_SECTION_NOT_FOUND', { section: formatSectionKey(key) });
}

/** Of what a client calls keys: those that are, each once, and a PMC_SECTION_KEY_INVALID for every other. */
export function readSectionKeys(texts: unknown[]): { keys: string[]; problems: CodedError[] } {
  const keys = new Set<string>();
  const problems: CodedError[] = [];
  for (const text of texts) {
    if (typeof text === 'string' && parseSectionKey(text) !== undefined) keys.add(text);
    else problems.push(keyInvalid(typeof text === 'string' ? text : JSON.stringify(text)));
  }
  return { keys: [...keys], problems };
}

function keyInvalid(text: string): CodedError {
  return institutionsError('PMC_SECTION_KEY_INVALID', { key: text.slice(0, 100) });
}
