/** Rows of the sections table and their public states. */
import type { SectionState } from '../../domain/section.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';
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

/** Adds a row for a section that was never seen, unless there is one. */
export function addSection(connection: Connection, section: string, dueAt: number): void {
  const { institution, term, classNumber } = sectionKeyOf(section);
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
