import t from 'tap';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { stage } from '../../support/lone-course.ts';

const MINUTE_MS = 60_000;
const KEY = 'asu/2267/66445';

/** Removes all sections of the term from the source. */
function silence({ source }: Checking, term: string): void {
  source.lacks = (_, section) => section.term === term;
}

t.test(
  'when a whole term is gone, each watch ends with one plain notice, and no cancellation is announced',
  async (t) => {
    const all = await stage(t);
    const { source, store, watch, wake, clock, told, node } = all;
    source.set('90000', { term: '2271', subject: 'MAT', catalogNumber: '265' });
    await watch('90000', ['opened'], '2271');
    await watch('70380', ['cancelled', 'closed', 'seats']);
    await watch('99999');
    await wake();
    silence(all, '2267');
    await clock.advance(INTERVAL_MS + 25 * MINUTE_MS);
    t.equal(await store.sections.countWatched('asu'), 4, 'not within half an hour');
    await clock.advance(15 * MINUTE_MS);
    t.equal(await store.sections.countWatched('asu'), 1);
    t.same(told(), []);
    t.equal(node('checking/asu/section-checker').breaker, 'closed', 'the source is well');
    const notices = await store.notifications.claim('email', 'o', 1_000, 10);
    t.same(
      notices.map(({ notice, section }) => `${notice} ${section}`).toSorted(),
      ['66445', '70380', '99999'].map((number) => `term-over asu/2267/${number}`),
    );
    t.same(await store.deadLetters.list(10), []);
    source.asked.length = 0;
    await clock.advance(4 * INTERVAL_MS);
    t.same(
      source.asked.filter(({ term }) => term === '2267'),
      [],
      'its sections are no longer asked for',
    );
    t.match(await store.sections.state(KEY), { version: 1 }, 'what was seen stays readable');
  },
);

t.test('a term that is gone for a while, or only from some answers, is not over', async (t) => {
  const all = await stage(t);
  const { source, store, watch, wake, clock, told } = all;
  source.set('90000', { term: '2271', subject: 'MAT', catalogNumber: '265' });
  await watch('90000', ['opened'], '2271');
  await wake();
  for (let time = 0; time < 4; time += 1) {
    silence(all, '2267');
    await clock.advance(20 * MINUTE_MS);
    source.lacks = () => false;
    await clock.advance(INTERVAL_MS + MINUTE_MS);
  }
  t.equal(await store.sections.countWatched('asu'), 2);
  t.match(await store.sections.state(KEY), { status: 'full', version: 1 });
  t.same(told(), []);
});

t.test('a source that is silent about all terms ends none of them', async (t) => {
  const all = await stage(t);
  const { source, store, watch, wake, clock, told } = all;
  source.set('90000', { term: '2271', subject: 'MAT', catalogNumber: '265' });
  await watch('90000', ['opened'], '2271');
  await wake();
  source.lacks = () => true;
  await clock.advance(3 * 60 * MINUTE_MS);
  t.equal(await store.sections.countWatched('asu'), 2);
  t.same(told(), []);
});

t.test('a term whose last month has passed is over, listed or not', async (t) => {
  const { source, store, watch, wake, clock } = await checking(t);
  source.set('66445', { term: '2257' });
  await watch('66445', ['opened'], '2257');
  await wake();
  await clock.advance(15 * MINUTE_MS);
  t.equal(await store.sections.countWatched('asu'), 1, 'a clock may be wrong once');
  await clock.advance(10 * MINUTE_MS);
  t.equal(await store.sections.countWatched('asu'), 0);
  t.match(await store.notifications.claim('email', 'o', 1_000, 10), [
    { notice: 'term-over', section: 'asu/2257/66445' },
  ]);
});

t.test('a term that was ended by mistake and is listed again is reopened', async (t) => {
  const { source, store, ask, clock } = await stage(t);
  await store.terms.end('asu', '2267');
  await clock.advance(10 * MINUTE_MS);
  t.same(await store.terms.over('asu'), ['2267']);
  source.set('70381');
  const reply = ask<LookReply>((replyTo) => ({
    type: 'look',
    what: { section: 'asu/2267/70381' },
    by: { student: 'ada' },
    replyTo,
  }));
  await clock.advance(1_000);
  t.same(await reply, { outcome: 'seen' });
  t.same(await store.terms.over('asu'), []);
});
