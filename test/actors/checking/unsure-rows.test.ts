import t from 'tap';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

t.test(
  'an unreadable row affects only its own section: it is retried, is unknown after three looks, and recovers',
  async (t) => {
    const { source, store, watch, wake, clock, node, counts } = await checking(t);
    source.set('66445');
    source.set('70380');
    const [odd, other] = [await watch('66445'), await watch('70380')];
    await wake();
    await clock.advance(INTERVAL_MS);
    source.sections.delete('66445');
    source.unsure = [
      { classNumber: '66445', reason: 'its seats cannot be read' },
      { classNumber: '70699', reason: 'its seats cannot be read' },
    ];
    source.set('70380', { enrolled: 149 });
    for (let looks = 0; looks < 15; looks += 1) await clock.advance(INTERVAL_MS);
    t.match(await store.sections.state(odd), { status: 'unknown', version: 1 });
    t.match(await store.sections.state(other), { status: 'open', version: 2 });
    t.match(await store.deadLetters.list(10), [
      {
        kind: 'check',
        subject: odd,
        error: /says nothing sure about asu.2267.66445: its seats cannot be read/,
        attempts: 3,
      },
    ]);
    t.ok((counts['failed'] ?? 0) > 10, 'more failed looks than would open the breaker');
    t.equal(node('checking/asu/section-checker').breaker, 'closed');
    t.equal(await store.sections.state('asu/2267/70699'), undefined, 'nobody asked for it');
    source.unsure = [];
    source.set('66445');
    await clock.advance(INTERVAL_MS);
    t.match(await store.sections.state(odd), { status: 'full', version: 1 });
  },
);

t.test('each reason for unsure rows is logged once, however many rows and looks there are', async (t) => {
  const { source, watch, wake, clock, log } = await checking(t);
  source.set('66445');
  await watch('66445');
  const reason = 'its class status is "Q", which is neither active nor cancelled';
  source.unsure = [
    { classNumber: '70699', reason },
    { classNumber: '70700', reason },
    { classNumber: '70701', reason: 'its seatInfo is missing' },
  ];
  await wake();
  for (let looks = 0; looks < 3; looks += 1) await clock.advance(INTERVAL_MS);
  t.ok(source.asked.length > 2);
  t.same(
    log.lines.filter(({ fields }) => fields['code'] === 'PMC_SECTION_UNSURE').map(({ fields }) => fields['reason']),
    [reason, 'its seatInfo is missing'],
  );
});

t.test('whoever waits for an unsure section is told so, not that it does not exist', async (t) => {
  const { source, ask, wake, clock } = await checking(t);
  source.unsure = [{ classNumber: '66445', reason: 'its seats cannot be read' }];
  const reply = ask<LookReply>((replyTo) => ({
    type: 'look',
    what: { section: 'asu/2267/66445' },
    by: { student: 'ada' },
    replyTo,
  }));
  await wake();
  await clock.advance(1_000);
  t.match(await reply, { outcome: 'unseen', code: 'PMC_SECTION_UNSURE' });
});
