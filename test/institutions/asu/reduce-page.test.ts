/** What the page hands over is read as the whole answer would be, whatever the site sends. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import t from 'tap';
import { KEPT_OF_ROW } from '../../../src/institutions/asu/kept-fields.ts';
import { LIMITS } from '../../../src/institutions/asu/page-fetch.ts';
import { reducePage } from '../../../src/institutions/asu/reduce-page.ts';
import type { Reading } from '../../../src/institutions/institution.ts';
import { changed, pageOf, read } from '../../support/api-answers.ts';
import { siteRows } from '../../support/class-search-site.ts';

const captured = readFileSync('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8');
const reduce = (body: string): string => reducePage(body, KEPT_OF_ROW, LIMITS).text;
const readReduced = (...pages: string[]): Reading => read(...pages.map(reduce));

t.test('a real answer shrinks to less than a tenth, and is read the same', async (t) => {
  t.ok(reduce(captured).length < captured.length / 10, `${reduce(captured).length} of ${captured.length} characters`);
  t.same(readReduced(captured), read(captured));
  t.equal(reduce(reduce(captured)), reduce(captured), 'reduced again, it does not change');
});

/** Becomes 1e999 in the answer, which is parsed to a number that JSON cannot write. */
const INFINITE = 'an infinite number';
const LONG = 'x'.repeat(30_000);

/** A value of any kind. Many are what the reader accepts somewhere. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('', 'M W', '4:30 PM', 'Y', 'N', 'X', '7', 7, -1, 0, null, true, [], {}, '["F"]', '[', '{"NAME":1}'),
  fc.constantFrom(['F', null, 3], [['M']], { NAME: 'Tempe' }, [{ NAME: 'x', URL: 'y' }, 'z'], '[{"NAME":"Online"}]'),
  fc.constantFrom([{ ENRL_CAP: 5, ENRL_TOT: '2' }], { ENRL_CAP: null, ENRL_TOT: 3 }, { ENRL_CAP: INFINITE }, INFINITE),
  fc.constantFrom(Number.MAX_VALUE, 1e21, -0, 1.5, [INFINITE], '\ud800', 'é\u0000\u2028', `${' '.repeat(30_000)}5`),
  fc.constantFrom(
    LONG,
    `[{"NAME":"${LONG}"}]`,
    `["${LONG}"`,
    [LONG],
    Array.from({ length: 40 }, () => 'M'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const fieldsOf = (kept: object): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.constantFrom(...Object.keys(kept), '__proto__', 'toJSON', 'FURTHER'), anything);
/** A good row with some fields replaced, or something else. */
const row = fc.oneof(
  { arbitrary: fc.tuple(fieldsOf(KEPT_OF_ROW), fieldsOf(KEPT_OF_ROW.CLAS)).map(([a, b]) => changed(a, b)), weight: 8 },
  { arbitrary: fc.oneof(fieldsOf(KEPT_OF_ROW), anything), weight: 1 },
);
const page = fc
  .record({ classes: fc.array(row, { maxLength: 3 }), scrollId: anything, more: fc.oneof(fc.constant(0), anything) })
  .map(({ classes, scrollId, more }) =>
    JSON.stringify({
      classes,
      scrollId,
      total: { value: typeof more === 'number' ? classes.length + more : more },
    }).replaceAll(`"${INFINITE}"`, '1e999'),
  );

t.test('an answer of any rows is read the same before and after', async (t) => {
  let complete = 0;
  const property = fc.property(fc.array(page, { minLength: 1, maxLength: 2 }), (pages) => {
    const whole = read(...pages);
    if (whole.outcome === 'complete') complete += 1;
    return (
      isDeepStrictEqual(readReduced(...pages), whole) && pages.every((body) => reduce(reduce(body)) === reduce(body))
    );
  });
  fc.assert(property, { seed: 10, numRuns: 2_000 });
  t.ok(complete > 200, `${complete} of 2000 were complete`);
});

t.test('an answer that is damaged in transit is read the same before and after', async (t) => {
  const body = pageOf(siteRows(2));
  const damaged = fc
    .tuple(fc.nat(body.length), fc.nat(40), fc.string({ maxLength: 3 }))
    .map(([at, length, text]) => `${body.slice(0, at)}${text}${body.slice(at + length)}`);
  fc.assert(
    fc.property(fc.oneof(damaged, fc.json(), fc.string()), (each) => isDeepStrictEqual(readReduced(each), read(each))),
    { seed: 10, numRuns: 2_000 },
  );
  t.pass();
});

t.test('pages that repeat, lack or exceed rows are read the same before and after', async (t) => {
  const rows = siteRows(6);
  const first = pageOf(rows.slice(0, 3), 6);
  const answers = {
    'all pages': [first, pageOf(rows.slice(3), 6)],
    'a page twice': [first, first],
    'a page missing': [first],
    'a page too many': [first, pageOf(rows.slice(3), 6), pageOf(rows.slice(3), 6)],
    'another count': [first, pageOf(rows.slice(3), 7)],
    'a login page between': [first, '<!doctype html><title>Sign in</title>'],
  };
  for (const [what, pages] of Object.entries(answers)) t.same(readReduced(...pages), read(...pages), what);
  t.equal(read(...answers['all pages']).outcome, 'complete');
});

t.test('what is handed over is bounded', async (t) => {
  const { raw, reduced } = LIMITS;
  t.equal(reduce(`<html>${LONG}`).length, raw);
  t.equal(reduce(JSON.stringify({ classes: [], text: LONG })).length, raw, 'another form');
  const crowded = pageOf(Array.from({ length: 100 }, () => changed({}, { TITLE: LONG })));
  t.equal(reduce(crowded).length, reduced);
  t.match(readReduced(crowded), { outcome: 'unrecognised', reason: 'page 1 is not a search result' });
});
