import t from 'tap';
import { storeError } from '../../src/store/errors.ts';
import { CSE310, MAT210, OPEN, see } from '../contract/store/harness.ts';
import type { Stage } from './publisher-stage.ts';
import { SWEEP_MS, stage, topics } from './publisher-stage.ts';

/** Stores a section as open and announces it, as the section-checker does. */
async function openAndAnnounce({ harness, announce }: Stage, section: string): Promise<void> {
  const { result } = await see(harness, section, OPEN);
  await announce({ states: await harness.store.sections.states([section]), changes: result.changes });
}

t.test('an announcement publishes the states, then the changes, once each, and marks them as published', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  on.published();
  await openAndAnnounce(on, CSE310);
  t.same(topics(on.published('sections', 'changes')), [
    `sections/${CSE310}`,
    `changes/${CSE310}/opened`,
    `changes/${CSE310}/seats`,
  ]);
  t.same(await on.harness.store.changes.unpublished(10), []);
  await on.test.clock.advance(2 * SWEEP_MS);
  t.same(on.published('sections', 'changes'), [], 'and never again');
});

t.test('the time from the detection of a change to its message is measured', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  await on.test.clock.advance(1_500);
  await on.announce({ changes: result.changes });
  t.same(on.delays, [1.5, 1.5]);
});

t.test('an announcement that arrives twice publishes its changes once', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  on.published();
  await on.announce({ changes: result.changes });
  await on.announce({ changes: result.changes });
  t.same(topics(on.published('changes')), [`changes/${CSE310}/opened`, `changes/${CSE310}/seats`]);
});

t.test('an announced change that is not in the store is not published', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  await on.announce({ changes: result.changes });
  on.published();
  const forged = { ...result.changes[0]!.change, id: `${CSE310}#99:opened`, version: 99 };
  await on.announce({ changes: [{ cursor: '99', change: forged }] });
  t.same(on.published('changes'), []);
});

t.test('announcements that arrive out of order are published in cursor order', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
    await see(harness, MAT210);
  });
  const first = await see(on.harness, CSE310, OPEN);
  const second = await see(on.harness, MAT210, OPEN);
  on.published();
  await on.announce({ changes: second.result.changes });
  await on.announce({ changes: first.result.changes });
  t.same(
    topics(on.published('changes')).map((topic) => topic.split('/').slice(-2).join(' ')),
    ['66445 opened', '66445 seats', '70001 opened', '70001 seats'],
  );
});

t.test('a change is published once, even if it cannot be marked as published', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  const { changes } = on.harness.store;
  const mark = changes.markPublished.bind(changes);
  changes.markPublished = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'disk full' });
  };
  on.published();
  await on.announce({ changes: result.changes });
  changes.markPublished = mark;
  await on.test.clock.advance(SWEEP_MS);
  t.same(topics(on.published('changes')), [`changes/${CSE310}/opened`, `changes/${CSE310}/seats`]);
  t.same(await changes.unpublished(10), []);
});
