/** Sample answers of the search API, and helpers that read them. */
import { asu } from '../../src/institutions/asu/asu.ts';
import type { Reading } from '../../src/institutions/institution.ts';
import type { SeenSection } from '../../src/domain/section.ts';
import { siteRows } from './class-search-site.ts';
import type { SiteRow } from './class-search-site.ts';
import { course } from './visit.ts';

export const read = (...pages: string[]): Reading => asu.read(course, { way: 'api', pages });
export const pageOf = (rows: unknown[], total = rows.length): string =>
  JSON.stringify({ classes: rows, scrollId: 'next', total: { value: total, relation: 'eq' } });
export const sectionsOf = (...pages: string[]): SeenSection[] => {
  const reading = read(...pages);
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  return reading.sections;
};
/** One section, read from a good row with some values replaced. */
export const readRow = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): SeenSection =>
  sectionsOf(pageOf([changed(row, clas)]))[0]!;
export const changed = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): SiteRow => {
  const good = siteRows(1)[0]!;
  return { ...good, ...row, CLAS: { ...good.CLAS, ...clas } };
};
