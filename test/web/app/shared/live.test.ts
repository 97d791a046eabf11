import t from 'tap';
import { A, B, change, connections, setUp, snapshot } from '../support/live-lines.ts';

t.test('the first section opens the connection and is subscribed without a cursor', (t) => {
  const { live, lines, open } = setUp();
  live.follow([A]);
  t.same(lines[0]!.sent, [], 'nothing is sent before the line is open');
  t.same(open(0).sent, [{ type: 'subscribe', sections: [A] }]);
  t.end();
});

t.test('when the sections change, only the difference is sent', (t) => {
  const { live, open, lines } = setUp();
  live.follow([A]);
  open(0);
  live.follow([A, B]);
  live.follow([B]);
  live.follow([B]);
  t.same(lines[0]!.sent.slice(1), [
    { type: 'subscribe', sections: [B] },
    { type: 'unsubscribe', sections: [A] },
  ]);
  t.equal(lines.length, 1);
  t.end();
});

t.test('after a lost connection it resumes from the last change, and reports what was missed', async (t) => {
  const { live, clock, heard, open, say } = setUp();
  live.follow([A]);
  const first = open(0);
  say(0, snapshot('10'));
  say(0, change('11'));
  first.events.closed();
  await clock.advance(500);
  t.same(open(1).sent, [{ type: 'subscribe', sections: [A], since: '11' }]);
  say(1, change('12'));
  say(1, snapshot('12'));
  say(1, change('13'));
  t.same(
    heard.flatMap((event) => (event.type === 'change' ? [event.missed] : [])),
    [false, true, false],
  );
  t.same(connections(heard), ['connecting', 'online', 'reconnecting', 'online']);
});

t.test('the snapshot of a section added later does not skip changes of the others still to come', async (t) => {
  const { live, clock, open, say } = setUp();
  live.follow([A]);
  const first = open(0);
  say(0, snapshot('10'));
  live.follow([A, B]);
  say(0, snapshot('15'));
  first.events.closed();
  await clock.advance(500);
  t.equal(open(1).sent[0]!.since, '10');
});

t.test(
  'many sections are sent in several frames, and resume from one cursor until all of them are answered',
  async (t) => {
    const { live, clock, heard, open, say } = setUp();
    const many = Array.from({ length: 1_100 }, (_, index) => `asu/2267/${10_000 + index}`);
    live.follow(many);
    const first = open(0);
    t.same(
      first.sent.map(({ sections }) => sections.length),
      [500, 500, 100],
    );
    t.same(
      first.sent.flatMap(({ sections }) => sections),
      many,
    );
    say(0, snapshot('10'));
    first.events.closed();
    await clock.advance(500);
    const second = open(1);
    t.same(
      second.sent.map(({ since }) => since),
      ['10', '10', '10'],
    );
    for (const frame of [change('12'), snapshot('13'), change('11'), snapshot('14')]) say(1, frame);
    say(1, change('15'));
    second.events.closed();
    await clock.advance(500);
    const third = open(2);
    t.equal(third.sent[0]!.since, '10', 'the last part had not come');
    for (const cursor of ['16', '16', '17']) say(2, snapshot(cursor));
    say(2, change('18'));
    t.same(
      heard.flatMap((event) => (event.type === 'change' ? [event.missed] : [])),
      [true, true, true, false],
    );
    live.follow(many.slice(0, 10));
    t.same(
      third.sent.slice(-3).map(({ type, sections }) => [type, sections.length]),
      [
        ['unsubscribe', 500],
        ['unsubscribe', 500],
        ['unsubscribe', 90],
      ],
    );
  },
);

t.test('pauses double up to four seconds, and half of each is random', async (t) => {
  for (const [random, expected] of [
    [1, [500, 1000, 2000, 4000, 4000, 4000]],
    [0, [250, 500, 1000, 2000, 2000, 2000]],
  ] as const) {
    const { live, clock, lines } = setUp(random);
    live.follow([A]);
    for (const pause of expected) {
      lines.at(-1)!.events.closed();
      const before = lines.length;
      await clock.advance(pause - 1);
      t.equal(lines.length, before, `not yet after ${pause - 1} ms`);
      await clock.advance(1);
      t.equal(lines.length, before + 1, `again after ${pause} ms`);
    }
  }
});

t.test('a server that accepts and disconnects does not reset the backoff, one that answers does', async (t) => {
  const { live, clock, lines, open, say } = setUp();
  live.follow([A]);
  open(0).events.closed();
  await clock.advance(500);
  const second = open(1);
  say(1, { type: 'error', code: 'PMC_LIVE_LIMIT', message: 'too many' });
  second.events.closed();
  await clock.advance(500);
  t.equal(lines.length, 2, 'the second pause is longer');
  await clock.advance(500);
  open(2);
  say(2, snapshot('1'));
  lines[2]!.events.closed();
  await clock.advance(500);
  t.equal(lines.length, 4, 'the pause is the first one again');
});

t.test('a pause can be skipped, and is then not followed by a second connection', async (t) => {
  const { live, lines, open, clock, say } = setUp();
  live.follow([A]);
  live.wake();
  t.equal(lines.length, 1, 'it is connecting already');
  open(0).events.closed();
  live.wake();
  t.equal(lines.length, 2);
  open(1);
  say(1, snapshot('1'));
  await clock.advance(20_000);
  t.equal(lines.length, 2);
});

t.test('without sections the connection is closed for good, and later events from it are ignored', async (t) => {
  const { live, lines, heard, open, say, clock } = setUp();
  live.follow([A]);
  const first = open(0);
  live.follow([]);
  t.ok(first.closed);
  const before = heard.length;
  say(0, snapshot('10'));
  lines[0]!.events.closed();
  await clock.advance(60_000);
  t.equal(heard.length, before);
  t.equal(lines.length, 1);
  live.follow([B]);
  t.same(open(1).sent, [{ type: 'subscribe', sections: [B] }], 'a new start has no cursor');
});

t.test('an unreadable frame is reported, not thrown', (t) => {
  const { live, lines, heard, open } = setUp();
  live.follow([A]);
  open(0);
  for (const text of ['no json', '[]', 'null', '{"type":"snapshot"}', '{"type":"toString"}', '{"type":"newer"}'])
    lines[0]!.events.received(text);
  t.equal(heard.filter(({ type }) => type === 'refused').length, 6);
  t.end();
});

t.test('errors and checks from the server are passed on', (t) => {
  const { live, heard, open, say } = setUp();
  live.follow([A]);
  open(0);
  say(0, { type: 'error', code: 'PMC_SECTION_KEY_INVALID', message: 'no key' });
  say(0, { type: 'checked', section: A, checkedAt: '2026-11-23T20:00:00.000Z', nextCheckAt: null });
  t.match(heard.slice(-2), [
    { type: 'refused', code: 'PMC_SECTION_KEY_INVALID' },
    { type: 'checked', section: A, nextCheckAt: null },
  ]);
  t.end();
});
