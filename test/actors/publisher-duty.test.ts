import t from 'tap';
import { CSE310, CSE310_TOO, MAT210, OPEN, see } from '../contract/store/harness.ts';
import { PUBLISHER, SWEEP_MS, TOGETHER_MS, stage, topics } from './publisher-stage.ts';

t.test('a publisher publishes nothing without the duty, and everything when it gets the duty', async (t) => {
  let publishes = false;
  const on = await stage(t, { publishes: () => publishes }, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  await on.announce({ states: [(await on.harness.store.sections.state(CSE310))!], changes: result.changes });
  await on.test.clock.advance(SWEEP_MS);
  t.same(on.published(''), []);
  publishes = true;
  on.test.system.outside.tell(PUBLISHER, { type: 'republish' });
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('sections', 'changes')), [
    `sections/${CSE310}`,
    `changes/${CSE310}/opened`,
    `changes/${CSE310}/seats`,
  ]);
  t.same(await on.harness.store.changes.unpublished(10), []);
});

t.test('a publisher that loses the duty in a sweep leaves the rest to the next publisher', async (t) => {
  let left = 2;
  const on = await stage(t, { publishes: () => left > 0 }, async (harness) => {
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
  });
  const publishPublic = on.bus.publishPublic.bind(on.bus);
  on.published();
  on.bus.publishPublic = (...args) => {
    left -= 1;
    return publishPublic(...args);
  };
  on.test.system.outside.tell(PUBLISHER, { type: 'republish' });
  await on.test.clock.advance(TOGETHER_MS);
  t.equal(on.published('sections').length, 2);
  left = 100;
  await on.test.clock.advance(SWEEP_MS);
  t.equal(on.published('sections').length, 3);
});
