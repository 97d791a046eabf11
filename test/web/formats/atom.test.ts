import fc from 'fast-check';
import t from 'tap';
import { atomOf, type Feed } from '../../../src/web/formats/atom.ts';

const feed = (title: string, entries: Feed['entries'] = []): string =>
  atomOf({
    self: 'https://pmc.example/feed.atom?a=1&b=2',
    page: 'https://pmc.example/',
    title,
    language: 'en',
    updated: '2026-11-23T20:00:00.000Z',
    entries,
  });
const entry = (title: string) => ({
  id: 'https://pmc.example/feed.atom#1',
  title,
  summary: title,
  updated: '2026-11-24T20:00:00.000Z',
});

t.test('no title can add or end an element, or hold what XML forbids', (t) => {
  const tags = (xml: string): string[] => xml.match(/<[/?]?[a-z]+/g)!;
  const expected = tags(feed('plain', [entry('plain')]));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('</title><x>', ']]>', '&#0;', '\u0000', '\uD800', '\uFFFF'),
      ),
      (title) => {
        const xml = feed(title, [entry(title)]);
        t.strictSame(tags(xml), expected);
        return !/[\p{Surrogate}\uFFFE\uFFFF]|(?![\t\n\r\x7f-\x9f])\p{Cc}/u.test(xml);
      },
    ),
    { seed: 11 },
  );
  t.end();
});

t.test('a feed is as new as its newest entry, and without entries as its section', (t) => {
  t.match(feed('a', [entry('b')]), '<updated>2026-11-24T20:00:00.000Z</updated>\n  <author>');
  t.match(feed('a'), '<updated>2026-11-23T20:00:00.000Z</updated>\n  <author>');
  t.end();
});
