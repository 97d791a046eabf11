import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { feedLink } from '../../../src/web/pages/feed-link.ts';

const linkOf = (query: Record<string, unknown>): string => feedLink(query, [asu], 'en');
const search = (q: string, term = '2267'): Record<string, unknown> => ({ institution: 'asu', term, q });

t.test('a page about a course or a class names its feed, however it was typed', async (t) => {
  const course = 'href="/api/v1/courses/asu/2267/CSE/310/feed.atom"';
  for (const q of ['CSE 310', 'cse-310', ' CSE310 ']) t.match(linkOf(search(q)), course);
  t.match(linkOf({ place: 'asu/2267', q: 'CSE 310' }), course);
  t.match(linkOf(search('#66445')), 'href="/api/v1/sections/asu/2267/66445/feed.atom"');
  t.match(linkOf(search('asu/2271/66445')), 'href="/api/v1/sections/asu/2271/66445/feed.atom"', 'its own term');
  t.match(linkOf(search('CSE 310')), '<link rel="alternate" type="application/atom+xml" title="CSE 310 ');
});

t.test('any other search has no feed, and nothing of it becomes markup', async (t) => {
  for (const q of ['CSE', 'data structures', 'Ada Alder', '"><script>', '']) t.equal(linkOf(search(q)), '');
  for (const term of ['', '2267x', '"><b>', '22671234']) t.equal(linkOf(search('CSE 310', term)), '');
  t.equal(linkOf({ institution: 'mit', term: '2267', q: 'CSE 310' }), '');
  t.equal(linkOf({}), '');
});
