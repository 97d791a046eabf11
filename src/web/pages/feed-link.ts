/** The link by which feed readers find the Atom feed of the course or class that a page shows. */
import type { Institution } from '../../institutions/institution.ts';
import { escapeHtml } from '../../net/escape-html.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import { searchIn } from './first-paint.ts';

/** `query`: of the page's address, which anybody can write. Returns '' unless it names one course or class. */
export function feedLink(
  query: Readonly<Record<string, unknown>>,
  institutions: readonly Pick<Institution, 'id' | 'readTyped'>[],
  language: Language,
): string {
  const search = searchIn(query);
  const [id, searchedTerm] = search?.place.split('/') ?? [];
  const institution = institutions.find((each) => each.id === id);
  if (search === null || institution === undefined) return '';
  const { text, term = searchedTerm } = institution.readTyped(search.text);
  const what = /^\d{5}$/.test(text) ? 'sections' : /^[A-Z]{2,8} \d{3}[A-Z]?$/.test(text) ? 'courses' : undefined;
  if (what === undefined || term === undefined || !/^\d{3,6}$/.test(term)) return '';
  const href = `/api/v1/${what}/${institution.id}/${term}/${text.replace(' ', '/')}/feed.atom`;
  const title = escapeHtml(t(language)('live.feed.title', { name: text }));
  return `<link rel="alternate" type="application/atom+xml" title="${title}" href="${href}">`;
}
