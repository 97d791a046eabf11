/** Rows of the sections table and their public states. */
import { institutionsError } from '../../institutions/errors.ts';
import type { SectionKey, SectionState } from '../../domain/section.ts';
import { parseSectionKey } from '../../domain/section.ts';
import type { Connection } from './connection.ts';

export interface PublicRow {
  state: string;
  unknown: number;
}

/** The state as published: the last sure state, with status `unknown` if the section cannot be seen now. */
export function publicState({ state, unknown }: PublicRow): SectionState {
  const sure = JSON.parse(state) as SectionState;
  return unknown === 1 ? { ...sure, status: 'unknown' } : sure;
}

/** Parses a key. Throws PMC_SECTION_KEY_INVALID. */
export function keyOf(section: string): SectionKey {
  const key = parseSectionKey(section);
  if (key === undefined) throw institutionsError('PMC_SECTION_KEY_INVALID', { key: section });
  return key;
}

/** Adds a row for a section that was never seen, unless there is one. */
export function addSection(connection: Connection, section: string, dueAt: number): void {
  const { institution, term, classNumber } = keyOf(section);
  connection.run(
    `INSERT INTO sections (section, institution, term, class_number, due_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (section) DO NOTHING`,
    section,
    institution,
    term,
    classNumber,
    dueAt,
  );
}
