import t from 'tap';
import { compare } from '../../../src/checking/looking/compare.ts';
import type { CompareJob } from '../../../src/checking/looking/compare.ts';
import type { Asked } from '../../../src/checking/looking/kept-answer.ts';
import { KeptAnswer } from '../../../src/checking/looking/kept-answer.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { changed, pageOf } from '../../support/api-answers.ts';
import { siteRows } from '../../support/class-search-site.ts';
import { LATER } from '../../support/shown.ts';
import { AT } from '../../support/states.ts';
import { course } from '../../support/visit.ts';

type Known = (Asked & CompareJob['known'][number])[];

const NONE = compareWith([]).known;

/** Compares the answer with `known`. Returns the result, and the states after it. */
function compareWith(known: Known, rows = siteRows(2), at = AT) {
  const result = compare(
    { request: course, answer: { way: 'api', pages: [pageOf(rows)] }, requests: 1, known, at },
    asu,
  );
  if (result.outcome !== 'answered') throw new Error(result.message);
  const after = result.observed.map(({ state }) => {
    const { section, term, classNumber } = state;
    return { section, term, classNumber, state, unknown: false };
  });
  return { result, known: after };
}

/** An answer that was compared with the states. */
function comparedWith(known: Known, rows = siteRows(2)): KeptAnswer {
  const kept = new KeptAnswer([pageOf(rows)], []);
  kept.compared(known, compareWith(known, rows).result);
  return kept;
}

t.test('an answer that showed nothing new of some states shows nothing new of them again', async (t) => {
  const kept = comparedWith(NONE);
  const seenLater = NONE.map((each) => ({ ...each, state: { ...each.state, checkedAt: LATER } }));
  const { requests: _, outcome: __, ...comparison } = compareWith(seenLater, siteRows(2), LATER).result;
  const again = kept.seenAgain(seenLater, LATER);
  t.match(comparison, { ...again, observed: again!.observed.map(({ state, changes }) => ({ state, changes })) });
  t.equal(again!.observed.length, comparison.observed.length);
});

t.test('a section that is published as unknown is compared, because it must be told', async (t) => {
  const kept = comparedWith(NONE);
  t.ok(kept.seenAgain(NONE, LATER));
  t.notOk(
    kept.seenAgain(
      NONE.map((each, nth) => ({ ...each, unknown: nth === 1 })),
      LATER,
    ),
  );
});

t.test('it must be compared with other states', async (t) => {
  const kept = comparedWith(NONE);
  const [first, second] = NONE as [Known[number], Known[number]];
  const other = (over: object): Known => [first, { ...second, state: { ...second.state!, ...over } }];
  t.ok(kept.seenAgain(other({}), LATER));
  t.notOk(kept.seenAgain(other({ version: 2 }), LATER), 'another version');
  t.notOk(
    kept.seenAgain(other({ changedAt: LATER }), LATER),
    'the same version of a section that was removed and added',
  );
  t.notOk(kept.seenAgain([first], LATER), 'fewer sections');
  t.notOk(kept.seenAgain([...NONE, { ...second, section: 'asu/2267/99999' }], LATER), 'more sections');
  t.notOk(kept.seenAgain([first, { ...second, state: null }], LATER), 'a section that was never seen');
});

t.test('an answer that showed something is compared again', async (t) => {
  const full = changed({ seatInfo: { ENRL_CAP: 60, ENRL_TOT: 60 } });
  const [first] = NONE;
  const unreadable = changed({}, { CLASSNBR: '10002', CLASSSTAT: 'no such status' });
  const cases: [what: string, known: Known, rows: unknown[]][] = [
    ['other seats', NONE, [full, siteRows(2)[1]]],
    ['a first sight', [{ ...first!, state: null }], siteRows(1)],
    ['a missing section', NONE, siteRows(1)],
    ['a section seen in passing', [first!], siteRows(2)],
    ['a row that says nothing sure', NONE, [siteRows(1)[0], unreadable]],
  ];
  for (const [what, known, rows] of cases) {
    const kept = new KeptAnswer([pageOf(rows)], []);
    kept.compared(known, compareWith(known, rows as ReturnType<typeof siteRows>).result);
    t.equal(kept.seenAgain(known, LATER), undefined, what);
  }
  const unread = new KeptAnswer([''], []);
  unread.compared(NONE, { outcome: 'failed', code: 'PMC_SOURCE_UNRECOGNISED', message: 'no list', requests: 1 });
  t.equal(unread.seenAgain(NONE, LATER), undefined, 'an answer that could not be read');
});
