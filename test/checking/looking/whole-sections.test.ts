import t from 'tap';
import { wholeSections, wholeState } from '../../../src/checking/looking/whole-sections.ts';
import type { ClaimedSection } from '../../../src/store/sections.ts';
import { claimed } from '../../support/jobs.ts';
import { state } from '../../support/states.ts';

const [FIRST, SECOND, NEW] = ['66445', '66446', '66447'];
const KEY = (classNumber: string): string => `asu/2267/${classNumber}`;
const whole = (classNumber: string, version: number) =>
  claimed({ classNumber, state: state({ section: KEY(classNumber), classNumber, version }) });

/** A section as a claim returns it. */
function light(classNumber: string, version: number): ClaimedSection {
  const { status, seats, waitlist, changedAt, checkedAt } = state({ version });
  return { ...claimed({ classNumber }), state: { status, seats, waitlist, changedAt, checkedAt, version } };
}

t.test('the whole states are read at once, and the rest stays as it was claimed', async (t) => {
  const reads: string[][] = [];
  const known = async (keys: string[]) => (reads.push(keys), [whole(SECOND, 3), whole(FIRST, 3)]);
  const mine = [{ ...light(FIRST, 3), demand: 7 }, light(SECOND, 3), claimed({ classNumber: NEW, state: null })];
  const sections = await wholeSections({ known }, mine);
  t.same(reads, [[FIRST, SECOND, NEW].map(KEY)]);
  t.match(sections, [
    { section: KEY(FIRST), demand: 7, state: { title: String } },
    { section: KEY(SECOND), state: { title: String } },
    { section: KEY(NEW), state: null },
  ]);
});

t.test('sections that were never seen need no read', async (t) => {
  const known = () => Promise.reject(new Error('read'));
  t.match(await wholeSections({ known }, [claimed({ state: null })]), [{ state: null }]);
  t.same(await wholeSections({ known }, []), []);
});

t.test('a state that was written since the claim keeps the claimed version, so that the commit is lost', async (t) => {
  const known = async () => [whole(FIRST, 4)];
  t.match(await wholeSections({ known }, [light(FIRST, 3)]), [{ state: { version: 3 } }]);
});

t.test('a first state that was written since the claim does not count', async (t) => {
  const known = async () => [whole(FIRST, 1), whole(SECOND, 3)];
  const mine = [claimed({ classNumber: FIRST, state: null }), light(SECOND, 3)];
  t.match(await wholeSections({ known }, mine), [{ state: null }, { state: { version: 3 } }]);
});

t.test('a state that cannot be read any more counts as none, so that the commit is lost', async (t) => {
  const gone = await wholeSections({ known: async () => [] }, [light(FIRST, 3)]);
  t.match(gone, [{ section: KEY(FIRST), state: null }], 'and its section is not forgotten, because it is leased');
});

t.test('a state of a claim is not taken for a whole one', async (t) => {
  t.throws(() => wholeState(light(FIRST, 3)), /66445/);
  t.equal(wholeState(claimed({ state: null })), null);
  t.match(wholeState(whole(FIRST, 3)), { title: String });
});
