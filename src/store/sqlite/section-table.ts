/** Sections for operators, in SQLite. */
import { typedWords } from '../../domain/search.ts';
import type { SectionState } from '../../domain/section.ts';
import type {
  ListedSection,
  SectionFilter,
  SectionPlace,
  SectionQuery,
  SectionSort,
  SectionTableStore,
} from '../section-table.ts';
import { OPENINGS_MS } from '../section-table.ts';
import type { Connection } from './connection.ts';

interface Row {
  section: string;
  status: SectionState['status'] | null;
  unknown: number;
  subject: string | null;
  catalogNumber: string | null;
  title: string | null;
  checkedAt: string;
  watchers: number;
  openings: number;
  failures: number;
  missing_since: number | null;
  due_at: number;
}

const COURSE = "coalesce(institution || '/' || term || '/' || subject || '/' || catalog_number, section)";
/** ?7: the instant since which openings count. */
const OPENINGS = `(SELECT count(*) FROM changes c
  WHERE c.section = sections.section AND c.detected_at > ?7 AND c.kind = 'opened')`;
const CHECKED_AT = "coalesce(state ->> '$.checkedAt', '')";

/** ?3: the instant before which a look is too old. */
const FILTERS: Record<SectionFilter, string> = {
  watched: 'AND watches > 0',
  unseen: `AND watches > 0 AND ${CHECKED_AT} < ?3`,
  failing: 'AND (failures > 0 OR unknown = 1)',
  cancelled: "AND unknown = 0 AND status = 'cancelled'",
};

/** ?4 and ?5 are the place of the last section of the page before. */
const SORTS: Record<SectionSort, { behind: string; order: string; start: SectionPlace }> = {
  section: { behind: 'section > ?5 AND ?4 IS NOT NULL', order: 'section', start: { key: '', id: '' } },
  subject: { behind: `(${COURSE}, section) > (?4, ?5)`, order: `${COURSE}, section`, start: { key: '', id: '' } },
  watchers: {
    behind: '(watches, section) < (?4, ?5)',
    order: 'watches DESC, section DESC',
    start: { key: Number.MAX_SAFE_INTEGER, id: '' },
  },
  openings: {
    behind: `(${OPENINGS}, section) < (?4, ?5)`,
    order: 'openings DESC, section DESC',
    start: { key: Number.MAX_SAFE_INTEGER, id: '' },
  },
  unseen: {
    behind: `(${CHECKED_AT}, section) > (?4, ?5)`,
    order: `${CHECKED_AT}, section`,
    start: { key: '', id: '' },
  },
};

export class SqliteSectionTable implements SectionTableStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page(query: SectionQuery): Promise<ListedSection[]> {
    const { institution, term, text, filter, unseenMs, sort, after, limit } = query;
    const words = typedWords(text).map((word) => ` ${word}`);
    const { behind, order, start } = SORTS[sort];
    const { key, id } = after ?? start;
    const found = words.map((_, index) => `AND instr(words, ?${index + 8}) > 0`).join(' ');
    const rows = this.#connection.all<Row>(
      `SELECT section, status, unknown, subject, catalog_number AS catalogNumber, title, ${CHECKED_AT} AS checkedAt,
         watches AS watchers, ${OPENINGS} AS openings, failures, missing_since, due_at
       FROM sections WHERE institution = ?1 AND (?2 IS NULL OR term = ?2) AND ?3 IS NOT NULL
         ${filter === null ? '' : FILTERS[filter]} ${found} AND ${behind} ORDER BY ${order} LIMIT ?6`,
      institution,
      term,
      new Date(this.#connection.now() - unseenMs).toISOString(),
      key,
      id,
      limit,
      this.#connection.now() - OPENINGS_MS,
      ...words,
    );
    return rows.map(({ unknown, missing_since: missingSince, due_at: dueAt, ...row }) => ({
      ...row,
      status: row.status !== null && unknown === 1 ? 'unknown' : row.status,
      checkedAt: row.checkedAt === '' ? null : row.checkedAt,
      missingSince: missingSince === null ? null : new Date(missingSince).toISOString(),
      dueAt: row.watchers === 0 ? null : new Date(dueAt).toISOString(),
    }));
  }
}
