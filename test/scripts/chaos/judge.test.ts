import t from 'tap';
import type { Test } from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import type { Campus } from '../../../scripts/campus/campus.ts';
import { seatsOf, statusOfSection } from '../../../scripts/campus/section.ts';
import { untrueIn } from '../../../scripts/chaos/judge.ts';
import { Truth } from '../../../scripts/chaos/truth.ts';
import type { Change, ChangeKind } from '../../../src/domain/change.ts';
import type { SectionState } from '../../../src/domain/section.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const MINUTE_MS = 60_000;

/** The state that a perfect watcher would have stored at `at`. */
function stateAt(campus: Campus, at: number): SectionState {
  const facts = campus.find('66445');
  const instant = new Date(at).toISOString();
  return {
    section: `asu/${campus.term}/66445`,
    institution: 'asu',
    term: campus.term,
    classNumber: '66445',
    subject: 'CSE',
    catalogNumber: '310',
    title: facts.title,
    instructors: [...(facts.instructors ?? [])],
    meetings: null,
    status: statusOfSection(facts),
    seats: seatsOf(facts),
    waitlist: facts.waitlist,
    version: 1,
    checkedAt: instant,
    changedAt: instant,
  };
}

async function start(
  t: Test,
): Promise<{
  campus: Campus;
  clock: ManualClock;
  truth: Truth;
  told: (kind: ChangeKind, before: SectionState, after: SectionState) => Change;
}> {
  const clock = new ManualClock();
  const campus = await startCampus({ port: 0, sections: 50, speed: 0, clock });
  t.teardown(() => campus.close());
  const told = (kind: ChangeKind, before: SectionState, after: SectionState): Change => ({
    id: `${after.section}#2:${kind}`,
    section: after.section,
    kind,
    version: 2,
    before,
    after,
    detectedAt: after.checkedAt,
  });
  return { campus, clock, truth: new Truth(campus, () => clock.now()), told };
}

t.test('a change is true at the time when the campus showed it, and not a minute later', async (t) => {
  const { campus, clock, truth, told } = await start(t);
  const full = stateAt(campus, clock.now());
  await clock.advance(1_000);
  campus.openSeat('66445');
  const open = stateAt(campus, clock.now());
  t.equal(untrueIn(truth, told('opened', full, open)), undefined);
  await clock.advance(1_000);
  campus.fill('66445');
  await clock.advance(MINUTE_MS);
  t.match(
    untrueIn(truth, told('opened', full, { ...open, checkedAt: new Date(clock.now()).toISOString() })),
    /never showed/,
  );
});

t.test('an opening of a section that was open all the time is not true', async (t) => {
  const { campus, clock, truth, told } = await start(t);
  campus.openSeat('66445');
  await clock.advance(MINUTE_MS);
  const open = stateAt(campus, clock.now());
  t.match(untrueIn(truth, told('opened', { ...open, status: 'full' }, open)), /was not full before/);
});

t.test('a cancellation is true only of a section that is gone or marked as cancelled', async (t) => {
  const { campus, clock, truth, told } = await start(t);
  const full = stateAt(campus, clock.now());
  t.match(untrueIn(truth, told('cancelled', full, { ...full, status: 'cancelled' })), /never showed/);
  campus.setSeats('66445', { listing: 'vanished' });
  t.equal(untrueIn(truth, told('cancelled', full, { ...full, status: 'cancelled' })), undefined);
});

t.test('only openings that last are found', async (t) => {
  const { campus, clock, truth } = await start(t);
  await clock.advance(MINUTE_MS);
  campus.openSeat('66445');
  const at = clock.now();
  await clock.advance(MINUTE_MS);
  campus.fill('66445');
  await clock.advance(MINUTE_MS);
  campus.openSeat('66445');
  await clock.advance(1_000);
  campus.fill('66445');
  await clock.advance(MINUTE_MS);
  t.same(truth.lastingOpenings(`asu/${campus.term}/66445`, 10_000, clock.now()), [at]);
});
