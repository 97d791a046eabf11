import fc from 'fast-check';
import t from 'tap';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { stage } from '../../support/lone-course.ts';
import type { Checking } from '../../support/checking.ts';

const MINUTE_MS = 60_000;
/** An absence, and then that the number was not found, are held until no look was under way for 10 s. */
const HELD_MS = 20_000;
const KEY = 'asu/2267/66445';
const asked = ({ source }: Checking): string[] => source.asked.map(({ by }) => by);

t.test('a section that is missing from two lists and then not found by number is cancelled', async (t) => {
  const all = await stage(t);
  const { source, store, clock, told } = all;
  source.sections.delete('66445');
  await clock.advance(INTERVAL_MS);
  t.same(told(), [], 'absent once is no verdict');
  await all.wake();
  await clock.advance(MINUTE_MS - 5_000);
  t.same(told(), [], 'nor for a minute');
  await clock.advance(HELD_MS + 10_000);
  t.match(await store.sections.state(KEY), { status: 'cancelled' });
  t.same(told(), ['66445 cancelled']);
  t.same(asked(all).toSorted(), ['class', 'class', 'course'], 'the list, then its number and that of a canary');
});

t.test('a list that is broken for over a minute cancels nothing: the section is found by number', async (t) => {
  const all = await stage(t);
  const { source, store, clock, told } = all;
  source.lacks = (request, { classNumber }) => request.by !== 'class' && classNumber === '66445';
  await clock.advance(3 * INTERVAL_MS);
  t.same(told(), []);
  t.match(await store.sections.state(KEY), { status: 'full', version: 1 });
  source.set('66445', { enrolled: 149 });
  await clock.advance(2 * INTERVAL_MS);
  t.same(told(), ['66445 opened', '66445 seats'], 'and it is not blind meanwhile');
});

t.test('a section that moved to another course number is found again and asked for there', async (t) => {
  const all = await stage(t);
  const { source, store, clock, told } = all;
  source.set('66445', { catalogNumber: '311' });
  await clock.advance(INTERVAL_MS + MINUTE_MS + HELD_MS + 5_000);
  t.match(await store.sections.state(KEY), { status: 'full', catalogNumber: '311' });
  source.asked.length = 0;
  source.set('66445', { catalogNumber: '311', enrolled: 149 });
  await clock.advance(INTERVAL_MS);
  t.match(source.asked, [{ by: 'course', catalogNumber: '311' }]);
  t.same(told(), ['66445 opened', '66445 seats']);
});

t.test('a cancelled section can come back under any course', async (t) => {
  const { source, store, clock, told } = await stage(t);
  source.sections.delete('66445');
  await clock.advance(INTERVAL_MS + MINUTE_MS + HELD_MS + 5_000);
  t.match(await store.sections.state(KEY), { status: 'cancelled' });
  source.set('66445', { catalogNumber: '398', enrolled: 149 });
  await clock.advance(INTERVAL_MS);
  t.same(told(), ['66445 cancelled', '66445 opened', '66445 seats', '66445 listed']);
});

t.test('an empty answer is believed only if the canary is seen', async (t) => {
  const { source, store, watch, wake, clock, told } = await stage(t);
  source.set('80000', { subject: 'MAT', catalogNumber: '265' });
  await watch('80000');
  await wake();
  source.sections.clear();
  await clock.advance(INTERVAL_MS + MINUTE_MS);
  t.match(await store.sections.state(KEY), { status: 'unknown' }, 'everything gone at once is a layout we cannot read');
  t.same(told(), []);
});

t.test('a canary must be of the same term: it proves nothing that another term is listed', async (t) => {
  const { source, store, wake, clock, told, watch } = await stage(t);
  source.set('80000', { term: '2271', subject: 'MAT', catalogNumber: '265' });
  await watch('80000', ['opened'], '2271');
  await wake();
  for (const number of ['66445', '70380']) source.sections.delete(number);
  await clock.advance(INTERVAL_MS + 2 * MINUTE_MS);
  t.match(await store.sections.state(KEY), { status: 'unknown' });
  t.same(told(), []);
});

t.test(
  'the only section of a course is cancelled if it is gone: the canary proves that the page still works',
  async (t) => {
    const { source, store, watch, wake, clock } = await checking(t);
    source.set('66445');
    source.set('80000', { subject: 'MAT', catalogNumber: '265' });
    await watch('66445');
    await watch('80000');
    await wake();
    source.sections.delete('66445');
    await clock.advance(INTERVAL_MS + MINUTE_MS + HELD_MS + 15_000);
    t.match(await store.sections.state(KEY), { status: 'cancelled' });
  },
);

t.test('a section that the answer for a canary shows is not missing', async (t) => {
  const { source, watch, wake, clock, told } = await checking(t);
  source.set('66445');
  await watch('66445');
  await wake();
  source.lacks = (request) => request.by === 'course';
  await clock.advance(INTERVAL_MS);
  source.set('66445', { enrolled: 149 });
  await clock.advance(INTERVAL_MS);
  t.same(told(), ['66445 opened', '66445 seats'], 'its course is silent, and it is its own canary');
});

t.test('a search by number that finds nothing at all cancels nothing, even if lists are complete', async (t) => {
  const { source, store, clock, told } = await stage(t);
  source.sections.delete('66445');
  source.lacks = (request) => request.by === 'class';
  await clock.advance(INTERVAL_MS + 2 * MINUTE_MS);
  t.match(await store.sections.state(KEY), { version: 1 });
  t.same(told(), []);
});

t.test('a watch of a section that does not exist ends with a notice, after a second look a minute later', async (t) => {
  const { store, watch, wake, clock } = await stage(t);
  await watch('99999');
  await wake();
  t.equal(await store.sections.countWatched('asu'), 2, 'one empty answer ends nothing');
  await clock.advance(MINUTE_MS + HELD_MS);
  t.equal(await store.sections.countWatched('asu'), 1);
  t.match(await store.notifications.claim('email', 'o', 1_000, 10), [
    { notice: 'not-found', section: 'asu/2267/99999' },
  ]);
});

t.test('a watch of a section never seen stays while nothing of its term was seen', async (t) => {
  const { source, store, watch, wake, clock, counts } = await checking(t);
  await watch('99999');
  await wake();
  await clock.advance(10 * MINUTE_MS);
  t.equal(await store.sections.countWatched('asu'), 1);
  t.notOk(counts['failed'], 'the source is not at fault');
  t.equal(source.asked.length, 3, 'at the pace of the others');
});

t.test(
  'whatever the order of odd answers, a section is cancelled only if its number does not find it a minute later',
  async (t) => {
    const step = fc.record({
      lack: fc.constantFrom('nothing', 'lists', 'lists', 'all'),
      ms: fc.constantFrom(1_000, 5_000, 30_000, MINUTE_MS, INTERVAL_MS),
    });
    let cancelled = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (steps) => {
        const all = await stage(t);
        const { source, clock, told, system } = all;
        let listed = 0;
        let missing = 0;
        let confirmed = false;
        let lack = 'nothing';
        source.lacks = (request: LookRequest, { classNumber }) => {
          if (classNumber !== '66445') return false;
          const lacks = lack === 'all' || (lack === 'lists' && request.by !== 'class');
          if (!lacks) listed = clock.now();
          else if (missing <= listed) missing = clock.now();
          if (lacks && request.by === 'class' && missing > listed && clock.now() - missing >= MINUTE_MS)
            confirmed = true;
          return lacks;
        };
        for (const { ms, ...next } of steps) {
          ({ lack } = next);
          await clock.advance(ms);
          await all.wake();
        }
        await system.stop();
        if (told().includes('66445 cancelled')) cancelled += 1;
        return confirmed || !told().includes('66445 cancelled');
      }),
      { seed: 20_261_126, numRuns: 25, endOnFailure: true },
    );
    t.ok(cancelled > 0 && cancelled < 25, `${cancelled} of 25 were`);
  },
);
