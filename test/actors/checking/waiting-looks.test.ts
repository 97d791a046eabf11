import t from 'tap';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import { checking } from '../../support/checking.ts';
import { nextDueInMs } from '../../contract/store/harness.ts';

const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;

t.test('a look that somebody waits for is seen, not found or unseen', async (t) => {
  const { source, store, ask, clock } = await checking(t);
  source.set('66445');
  const look = (section: string): Promise<LookReply> => {
    const reply = ask<LookReply>((replyTo) => ({ type: 'look', what: { section }, by: { student: 'ada' }, replyTo }));
    void clock.advance(1_000);
    return reply;
  };
  t.same(await look('asu/2267/66445'), { outcome: 'seen' });
  t.match(await store.sections.state('asu/2267/66445'), { version: 1 });
  t.same(await look('asu/2267/99999'), { outcome: 'not-found' });
  source.failing = FAILED;
  t.match(await look('asu/2267/88888'), { outcome: 'unseen', code: 'PMC_SOURCE_STATUS' });
  t.equal(await nextDueInMs(store), null, 'nobody watches, nothing is scheduled');
});

t.test('a search stores everything that its answer shows', async (t) => {
  const { source, store, ask, clock } = await checking(t);
  source.set('66445');
  source.set('70380');
  const reply = ask<LookReply>((replyTo) => ({
    type: 'look',
    what: { term: '2267', text: 'CSE 310' },
    by: { client: '192.0.2.1' },
    replyTo,
  }));
  await clock.advance(1_000);
  t.same(await reply, { outcome: 'seen' });
  t.equal((await store.sections.search('asu', '2267', ['CSE 310'], 10)).total, 2);
});

t.test(
  'a search updates all sections that it shows, even those that the schedule has leased, and announces the changes',
  async (t) => {
    const { source, store, watch, wake, ask, clock, told } = await checking(t, { budgetPerMinute: 60 });
    for (const classNumber of ['66445', '70380']) source.set(classNumber);
    source.set('80000', { subject: 'MAT', catalogNumber: '265' });
    const section = await watch('66445');
    await watch('80000');
    await wake();
    const search = async (): Promise<LookReply> => {
      const reply = ask<LookReply>((replyTo) => ({
        type: 'look',
        what: { term: '2267', text: 'CSE 310' },
        by: { client: '192.0.2.1' },
        replyTo,
      }));
      await clock.advance(2_000);
      return await reply;
    };
    t.same(await search(), { outcome: 'seen' });
    // The pass has leased 66445 and waits for its answer.
    source.holding = true;
    await ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
    await clock.advance(1_500);
    source.holding = false;
    for (const classNumber of ['66445', '70380']) source.set(classNumber, { enrolled: 149 });
    t.same(await search(), { outcome: 'seen' });
    t.same(told().toSorted(), ['66445 opened', '66445 seats', '70380 opened', '70380 seats']);
    t.match(await store.sections.state(section), { status: 'open', version: 2 });
    t.same(
      await store.sections.claim('asu', { sections: [section] }, 'rival', 1_000),
      [],
      'the schedule still holds it',
    );
    source.release();
    await clock.advance(5_000);
    t.equal(told().length, 4, 'what the scheduled look saw is no further change');
    t.equal(
      (await store.sections.claim('asu', { sections: [section] }, 'rival', 1_000)).length,
      1,
      'and it holds it no more',
    );
  },
);
