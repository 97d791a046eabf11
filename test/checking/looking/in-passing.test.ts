import t from 'tap';
import { compareInPassing } from '../../../src/checking/looking/in-passing.ts';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import type { LookResult } from '../../../src/checking/looking/look-result.ts';
import { observe } from '../../../src/domain/change.ts';
import type { KnownSection } from '../../../src/store/sections.ts';
import { claimed } from '../../support/jobs.ts';
import { AT, seen, state } from '../../support/states.ts';

const LATER = '2026-11-23T20:05:00.000Z';
const KEYS = ['asu/2267/66446', 'asu/2267/66447'];

/** A look that shows 66445, which was leased, and 66446 and 66447 in passing: all have a seat. */
function shows(further = ['66446', '66447']): LookResult<Comparison> {
  const shown = further.map((classNumber) => seen({ classNumber, enrolled: 149 }));
  return {
    outcome: 'answered',
    absent: [],
    gone: [],
    unsure: [],
    inPassing: [],
    requests: 1,
    further: shown,
    observed: [
      observe('asu', state(), seen({ enrolled: 149 }), LATER),
      ...shown.map((each) => observe('asu', null, each, LATER)),
    ],
  };
}

/** A store with these rows that counts its reads. */
function storeOf(rows: KnownSection[]): { reads: string[][]; known: (keys: string[]) => Promise<KnownSection[]> } {
  const reads: string[][] = [];
  return {
    reads,
    known: async (keys) => {
      reads.push(keys);
      return rows;
    },
  };
}

const row = (classNumber: string, checkedAt: string): KnownSection =>
  claimed({ classNumber, state: state({ section: `asu/2267/${classNumber}`, classNumber, version: 3, checkedAt }) });

t.test('sections seen in passing are compared with the store in one read; new ones count as first looks', async (t) => {
  const store = storeOf([row('66446', AT)]);
  const compared = await compareInPassing(store, 'asu', shows(), Date.parse(LATER) - 1_000);
  t.same(store.reads, [KEYS]);
  t.match(compared, {
    observed: [
      { state: { version: 2 } },
      { state: { version: 4, checkedAt: LATER }, changes: [{ kind: 'opened' }, { kind: 'seats' }] },
      { state: { version: 1 }, changes: [] },
    ],
  });
  t.match(compared, { inPassing: [{ section: KEYS[0] }] });
});

t.test('an answer that shows nothing in passing causes no read', async (t) => {
  const store = storeOf([]);
  await compareInPassing(store, 'asu', shows([]), Date.parse(LATER));
  await compareInPassing(
    store,
    'asu',
    { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 },
    0,
  );
  t.same(store.reads, []);
});

t.test('a section seen after the request was made is left out: the answer may be older', async (t) => {
  const askedAt = Date.parse(LATER) - 1_000;
  const compared = await compareInPassing(
    storeOf([row('66446', new Date(askedAt + 1).toISOString()), row('66447', new Date(askedAt).toISOString())]),
    'asu',
    shows(),
    askedAt,
  );
  t.match(compared, {
    observed: [{ state: { classNumber: '66445' } }, { state: { classNumber: '66447', version: 4 } }],
  });
  t.ok(compared.outcome === 'answered' && compared.observed.length === 2);
});
