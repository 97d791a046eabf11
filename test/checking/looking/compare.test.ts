import t from 'tap';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import { compare } from '../../../src/checking/looking/compare.ts';
import type { LookRequest, UnsureRow } from '../../../src/institutions/institution.ts';
import { AT, seen, state } from '../../support/states.ts';

const request: LookRequest = { id: 'asu/2267/CSE', institution: 'asu', term: '2267', by: 'subject', subject: 'CSE' };

/**
 * Compares an answer that shows 66445 and has these `unsure` rows as well. Sections 66445, 66446 and 66447 are
 * known.
 */
function comparisonWith(unsure: UnsureRow[]): Comparison {
  const known = ['66445', '66446', '66447'].map((classNumber) => ({
    section: `asu/2267/${classNumber}`,
    state: state({ classNumber }),
  }));
  const result = compare(
    { request, answer: { way: 'api', pages: [] }, requests: 1, known, at: AT },
    { id: 'asu', read: () => ({ outcome: 'complete', sections: [seen()], unsure }) },
  );
  if (result.outcome !== 'answered') throw new Error(result.message);
  return result;
}

t.test('a section with an unsure row is unsure, not absent; the rest of the answer counts', async (t) => {
  const { observed, absent, unsure } = comparisonWith([
    { classNumber: '66446', reason: 'odd' },
    { classNumber: '70699', reason: 'odd' },
  ]);
  t.same(
    observed.map(({ state }) => state.section),
    ['asu/2267/66445'],
  );
  t.same(absent, ['asu/2267/66447']);
  t.same(unsure, [
    { section: 'asu/2267/66446', reason: 'odd' },
    { section: 'asu/2267/70699', reason: 'odd' },
  ]);
});

t.test('a section that is listed twice is told once, by its first sure row', async (t) => {
  const { observed, absent, unsure } = comparisonWith([
    { classNumber: '66445', reason: 'odd' },
    { classNumber: '66446', reason: 'odd' },
    { classNumber: '66446', reason: 'odd again' },
  ]);
  t.same(
    observed.map(({ state }) => state.section),
    ['asu/2267/66445'],
  );
  t.same(absent, ['asu/2267/66447']);
  t.same(unsure, [{ section: 'asu/2267/66446', reason: 'odd' }]);
});

t.test(
  'if the section of one row is unknown, nothing is absent: sections that are not listed are unsure',
  async (t) => {
    const { observed, absent, unsure } = comparisonWith([
      { classNumber: null, reason: 'it has no CLAS' },
      { classNumber: '66446', reason: 'odd' },
    ]);
    t.same(
      observed.map(({ state }) => state.section),
      ['asu/2267/66445'],
    );
    t.same(absent, []);
    t.match(unsure, [
      { section: 'asu/2267/66446', reason: 'odd' },
      { section: 'asu/2267/66447', reason: /a row without a class number \(it has no CLAS\)/ },
    ]);
  },
);

t.test(
  'unknown sections are compared with nothing and reported as further ones; a section listed twice counts once',
  async (t) => {
    const known = [{ section: 'asu/2267/66445', state: state() }];
    const sections = [seen(), seen({ classNumber: '66446' }), seen({ classNumber: '66446', enrolled: 1 })];
    const result = compare(
      { request, answer: { way: 'api', pages: [] }, requests: 1, known, at: AT },
      { id: 'asu', read: () => ({ outcome: 'complete', sections, unsure: [] }) },
    );
    t.match(result, {
      outcome: 'answered',
      observed: [{ state: { classNumber: '66445' } }, { state: { classNumber: '66446', version: 1 } }],
      further: [{ classNumber: '66446', seats: { enrolled: 150 } }],
    });
    t.ok(result.outcome === 'answered' && result.observed.length === 2 && result.further.length === 1);
  },
);
