/** Rows for the chooser: watched sections as it knows them. */
import type { Row, Seen } from '../../src/checking/choosing/row.ts';

export const HOUR = 3_600_000;

/** A full section that last changed an hour before it was looked at, at time 0. */
export function boardRow(
  classNumber: number,
  course: string | null,
  more: Partial<Row> & { seen?: Seen | null } = {},
): Row {
  const [subject, catalogNumber] = course?.split(' ') ?? [];
  return {
    section: `asu/2267/${classNumber}`,
    term: '2267',
    classNumber: String(classNumber),
    course: subject === undefined || catalogNumber === undefined ? null : { subject, catalogNumber },
    watches: 1,
    seen: course === null ? null : full(),
    failures: 0,
    missing: false,
    dueAt: Infinity,
    ...more,
  };
}

export function full(more: Partial<Seen> = {}): Seen {
  return { status: 'full', open: 0, waiting: 0, changedAt: -HOUR, lookedAt: 0, checkedAt: more.lookedAt ?? 0, ...more };
}
