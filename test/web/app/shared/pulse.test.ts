import t from 'tap';
import { A, connections, setUp, snapshot } from '../support/live-lines.ts';

t.test('after a sleep, a server that answers keeps its connection', async (t) => {
  const { live, lines, heard, open, say, clock } = setUp();
  live.follow([A]);
  open(0);
  say(0, snapshot('10'));
  live.wake();
  live.wake();
  t.same(lines[0]!.sent.slice(1), [{ type: 'subscribe', sections: [] }], 'it is asked once');
  say(0, { type: 'snapshot', cursor: '12', reset: false, sections: [] });
  await clock.advance(10_000);
  t.same(connections(heard), ['connecting', 'online']);
});

t.test('after a sleep, a connection without an answer is replaced within four seconds', async (t) => {
  const { live, lines, heard, open, say, clock } = setUp();
  live.follow([A]);
  open(0);
  say(0, snapshot('10'));
  live.wake();
  await clock.advance(3_500);
  t.ok(lines[0]!.closed);
  t.same(open(1).sent, [{ type: 'subscribe', sections: [A], since: '10' }], 'it resumes');
  lines[0]!.events.closed();
  t.same(connections(heard), ['connecting', 'online', 'reconnecting', 'online']);
});

t.test('a server that has been silent for half a minute is asked for a sign of life', async (t) => {
  const { live, lines, open, say, clock } = setUp();
  live.follow([A]);
  open(0);
  say(0, snapshot('10'));
  await clock.advance(29_999);
  t.equal(lines[0]!.sent.length, 1);
  await clock.advance(1);
  t.equal(lines[0]!.sent.length, 2);
  await clock.advance(3_000);
  t.ok(lines[0]!.closed);
});

t.test('a connection that does not open within ten seconds is given up', async (t) => {
  const { live, lines, clock } = setUp();
  live.follow([A]);
  await clock.advance(10_000);
  t.ok(lines[0]!.closed);
  await clock.advance(500);
  t.equal(lines.length, 2);
});
