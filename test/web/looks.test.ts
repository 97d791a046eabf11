import t from 'tap';
import type { LookReply } from '../../src/checking/claiming/waiting-looks.ts';
import { runtimeError } from '../../src/runtime/index.ts';
import { Looks } from '../../src/web/looks.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';

/** Looks whose answers the test gives by hand. */
function handMade() {
  const clock = new ManualClock();
  const log = recordingLog();
  const asked: { what: string; reply: (reply: LookReply) => void; fail: (error: Error) => void }[] = [];
  const look = (_institution: string, what: object): Promise<LookReply> =>
    new Promise((reply, fail) => {
      asked.push({ what: Object.values(what).join(' '), reply, fail });
    });
  return { clock, log, asked, looks: new Looks({ look }, { clock, log }) };
}
const ANYBODY = { client: '192.0.2.1' };
const key = (classNumber: number) => ({ institution: 'asu', term: '2267', classNumber: String(classNumber) });

t.test('of any number who wait for the same look one asks, and all get the answer', async (t) => {
  const { looks, asked } = handMade();
  const waiting = [1, 2, 3].map(() => looks.section(key(1), ANYBODY, 1_000));
  t.equal(asked.length, 1);
  asked[0]!.reply({ outcome: 'seen' });
  t.same(await Promise.all(waiting), [{ outcome: 'seen' }, { outcome: 'seen' }, { outcome: 'seen' }]);
});

t.test('who waits too long is told so; the look goes on', async (t) => {
  const { looks, asked, clock } = handMade();
  const first = looks.section(key(1), ANYBODY, 1_000);
  await clock.advance(1_000);
  t.same(await first, { outcome: 'pending' });
  t.same(await looks.section(key(1), ANYBODY, 0), { outcome: 'pending' });
  asked[0]!.reply({ outcome: 'not-found' });
  await clock.advance(0);
  t.same(await looks.section(key(1), ANYBODY, 0), { outcome: 'not-found' });
  t.equal(asked.length, 1);
  t.equal(clock.waiting, 0);
});

t.test('a look that failed is no answer: the next one asks again', async (t) => {
  const { looks, asked, log } = handMade();
  const first = looks.section(key(1), ANYBODY, 1_000);
  asked[0]!.fail(runtimeError('RUNTIME_ACTOR_DEAD', { address: 'n/checking/asu/scheduler' }));
  t.match(await first, { outcome: 'unseen', code: 'PMC_ACTOR_DEAD' });
  t.same(log.events(), ['look for somebody who waits failed']);
  void looks.section(key(1), ANYBODY, 0);
  t.equal(asked.length, 2);
});

t.test('searches for the same words are the same look', async (t) => {
  const { looks, asked } = handMade();
  for (const text of ['CSE 310', 'cse  310', ' Cse 310'.trim()]) void looks.search('asu', '2267', text, ANYBODY, 0);
  void looks.search('asu', '2271', 'CSE 310', ANYBODY, 0);
  t.same(
    asked.map(({ what }) => what),
    ['2267 CSE 310', '2271 CSE 310'],
  );
});

t.test('no more than 16 looks are under way for one client, and those of others go on', async (t) => {
  const { looks, asked, clock } = handMade();
  for (let number = 0; number < 100; number += 1)
    t.same(await looks.section(key(number), ANYBODY, 0), { outcome: 'pending' });
  t.equal(asked.length, 16);
  void looks.section(key(100), { client: '192.0.2.2' }, 0);
  void looks.section(key(1), { student: 'ada' }, 0);
  t.equal(asked.length, 18, 'a student does not wait for the turn of a visitor either');
  asked[0]!.reply({ outcome: 'not-found' });
  await clock.advance(0);
  void looks.section(key(99), ANYBODY, 0);
  t.equal(asked.length, 19);
});

t.test(
  'who has had its share is told so, and how long still, without anybody being asked; others are asked for',
  async (t) => {
    const { looks, asked, clock } = handMade();
    const refused = looks.section(key(1), ANYBODY, 1_000);
    asked[0]!.reply({ outcome: 'unseen', code: 'PMC_VISITOR_LIMIT', message: 'in 100 s', retryInMs: 100_000 });
    t.match(await refused, { code: 'PMC_VISITOR_LIMIT', retryInMs: 100_000 });
    await clock.advance(40_000);
    t.match(await looks.section(key(2), ANYBODY, 1_000), { code: 'PMC_VISITOR_LIMIT', retryInMs: 60_000 });
    t.equal(asked.length, 1);
    void looks.section(key(2), { client: '192.0.2.2' }, 0);
    t.equal(asked.length, 2);
    await clock.advance(60_000);
    void looks.section(key(3), ANYBODY, 0);
    t.equal(asked.length, 3);
  },
);
