import t from 'tap';
import type { LookReply } from '../../src/checking/claiming/waiting-looks.ts';
import { runtimeError } from '../../src/runtime/index.ts';
import { Looks } from '../../src/web/looks.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';

/** Creates looks that the test answers by hand. */
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

t.test('of all clients that wait for the same look, one asks and all get the answer', async (t) => {
  const { looks, asked, clock } = handMade();
  const waiting = [1, 2, 3].map(() => looks.section(key(1), ANYBODY, 1_000));
  t.equal(asked.length, 1);
  asked[0]!.reply({ outcome: 'seen' });
  const seen = { outcome: 'seen', at: clock.now() };
  t.same(await Promise.all(waiting), [seen, seen, seen], 'with the time of the answer');
});

t.test('a client that has waited long enough is told that the look is pending, and the look continues', async (t) => {
  const { looks, asked, clock } = handMade();
  const first = looks.section(key(1), ANYBODY, 1_000);
  await clock.advance(1_000);
  t.same(await first, { outcome: 'pending' });
  asked[0]!.reply({ outcome: 'not-found' });
  await clock.advance(0);
  t.match(await looks.section(key(1), ANYBODY, 1_000), { outcome: 'not-found' });
  t.equal(asked.length, 1);
  t.equal(clock.waiting, 0);
});

t.test('the result of a failed look is not kept: the next one asks again', async (t) => {
  const { looks, asked, log } = handMade();
  const first = looks.section(key(1), ANYBODY, 1_000);
  asked[0]!.fail(runtimeError('RUNTIME_ACTOR_DEAD', { address: 'n/checking/asu/scheduler' }));
  t.match(await first, { outcome: 'unseen', code: 'PMC_ACTOR_DEAD' });
  t.same(log.events(), ['a look for somebody who waits failed']);
  void looks.section(key(1), ANYBODY, 1_000);
  t.equal(asked.length, 2);
});

t.test('searches for the same words share one look', async (t) => {
  const { looks, asked } = handMade();
  for (const text of ['CSE 310', 'cse  310', ' Cse 310'.trim()]) void looks.search('asu', '2267', text, ANYBODY, 1_000);
  void looks.search('asu', '2271', 'CSE 310', ANYBODY, 1_000);
  t.same(
    asked.map(({ what }) => what),
    ['2267 CSE 310', '2271 CSE 310'],
  );
});

t.test('one client has no more than 16 looks at a time, and those of others continue', async (t) => {
  const { looks, asked, clock } = handMade();
  const waiting = Array.from({ length: 100 }, (_, number) => looks.section(key(number), ANYBODY, 1_000));
  t.same(await waiting[99], { outcome: 'pending' });
  t.equal(asked.length, 16);
  void looks.section(key(100), { client: '192.0.2.2' }, 1_000);
  void looks.section(key(1), { student: 'ada' }, 1_000);
  t.equal(asked.length, 18, 'a student does not wait for the turn of a visitor either');
  asked[0]!.reply({ outcome: 'not-found' });
  await clock.advance(0);
  void looks.section(key(99), ANYBODY, 1_000);
  t.equal(asked.length, 19);
});

t.test(
  'a client that has used up its part is told how long to wait, without a look; other clients are served',
  async (t) => {
    const { looks, asked, clock } = handMade();
    const refused = looks.section(key(1), ANYBODY, 1_000);
    asked[0]!.reply({ outcome: 'unseen', code: 'PMC_VISITOR_LIMIT', message: 'in 100 s', retryInMs: 100_000 });
    t.match(await refused, { code: 'PMC_VISITOR_LIMIT', retryInMs: 100_000 });
    await clock.advance(40_000);
    t.match(await looks.section(key(2), ANYBODY, 1_000), { code: 'PMC_VISITOR_LIMIT', retryInMs: 60_000 });
    t.equal(asked.length, 1);
    void looks.section(key(2), { client: '192.0.2.2' }, 1_000);
    t.equal(asked.length, 2);
    await clock.advance(60_000);
    void looks.section(key(3), ANYBODY, 1_000);
    t.equal(asked.length, 3);
  },
);

t.test('a visitor who starts a look is told at once if it is refused, otherwise that it is pending', async (t) => {
  const { looks, asked, clock } = handMade();
  const refused = looks.start(key(1), ANYBODY);
  asked[0]!.reply({ outcome: 'unseen', code: 'PMC_BREAKER_OPEN', message: 'open', retryInMs: 90_000 });
  t.match(await refused, { code: 'PMC_BREAKER_OPEN', retryInMs: 90_000 });
  const pending = looks.start(key(2), ANYBODY);
  await clock.advance(100);
  t.same(await pending, { outcome: 'pending' });
  asked[1]!.reply({ outcome: 'seen' });
  await clock.advance(0);
  t.match(await looks.start(key(2), ANYBODY), { outcome: 'seen' });
  t.equal(clock.waiting, 0);
});
