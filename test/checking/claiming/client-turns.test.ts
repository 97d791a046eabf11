import fc from 'fast-check';
import t from 'tap';
import type { TurnRates } from '../../../src/checking/claiming/client-turns.ts';
import { ClientTurns } from '../../../src/checking/claiming/client-turns.ts';

const SEED = 20_260_102;
const MINUTE_MS = 60_000;
/** 60 per minute for all clients, 6 for each. */
const RATES: TurnRates = { each: { perMinute: 6, holds: 3 }, all: { perMinute: 60, holds: 6 }, waiting: 20 };

const queueOf = (rates: Partial<TurnRates> = {}): ClientTurns<string> =>
  new ClientTurns<string>(() => ({ ...RATES, ...rates }));

/** Offers `count` items from a client. Returns how many were taken. */
function offer(queue: ClientTurns<string>, client: string, count: number, nowMs = 0): number {
  return Array.from({ length: count }, (_, index) => queue.offer(client, `${client}${index}`, nowMs)).filter(
    ({ taken }) => taken,
  ).length;
}

function take(queue: ClientTurns<string>, count: number, nowMs = 0): (string | undefined)[] {
  return Array.from({ length: count }, () => queue.next(nowMs));
}

t.test('clients are served in turns, however much one of them asks for', (t) => {
  const queue = queueOf();
  offer(queue, 'a', 3);
  offer(queue, 'b', 1);
  offer(queue, 'c', 2);
  t.same(take(queue, 6), ['a0', 'b0', 'c0', 'a1', 'c1', 'a2']);
  t.equal(queue.size, 0);
  t.equal(queue.waitMs(0), null);
  t.end();
});

t.test('a client that has used up its share is told when to retry', (t) => {
  const queue = queueOf();
  t.equal(offer(queue, 'a', 10), 3);
  t.match(queue.offer('a', 'more', 0), { taken: false, refusal: { spentBy: 'client', retryInMs: 10_000 } });
  t.equal(offer(queue, 'b', 1), 1, 'another one is not concerned');
  t.match(queue.offer('a', 'more', 9_999), { taken: false });
  t.match(queue.offer('a', 'more', 10_000), { taken: true });
  t.end();
});

t.test('all clients wait when they have used up their common share', (t) => {
  const queue = queueOf();
  for (const client of ['a', 'b', 'c']) offer(queue, client, 3);
  t.equal(take(queue, 9).filter((item) => item !== undefined).length, 6);
  t.equal(queue.waitMs(0), 1_000);
  t.same(
    take(queue, 2, 1_000).map((item) => typeof item),
    ['string', 'undefined'],
  );
  t.end();
});

t.test('nobody loses a place for nothing when the queue is longer than its limit, which fell', (t) => {
  let waiting = 6;
  const queue = new ClientTurns<string>(() => ({ ...RATES, waiting }));
  for (const client of ['a', 'b']) offer(queue, client, 3);
  waiting = 3;
  t.match(queue.offer('c', 'c0', 0), { taken: false, refusal: { spentBy: 'all' } });
  t.equal(queue.size, 6);
  t.end();
});

t.test(
  'when the queue is full, a client with few looks takes the last place of the one with most, or is told to retry',
  (t) => {
    const queue = queueOf({ waiting: 4 });
    offer(queue, 'a', 3);
    offer(queue, 'b', 1);
    t.match(queue.offer('c', 'c0', 0), { taken: true, ousted: 'a2' });
    t.match(queue.offer('d', 'd0', 0), { taken: true, ousted: 'a1' });
    t.match(
      queue.offer('e', 'e0', 0),
      { taken: false, refusal: { spentBy: 'all', retryInMs: 4_000 } },
      'nobody has two more than it',
    );
    t.same(take(queue, 4), ['a0', 'b0', 'c0', 'd0']);
    t.equal(offer(queue, 'a', 3), 2, 'who lost a place has not spent it');
    t.end();
  },
);

t.test('an item that costs more than one request is charged for them, and one that costs none is refunded', (t) => {
  const queue = queueOf();
  offer(queue, 'a', 1);
  take(queue, 1);
  queue.charge('a', 2, 0);
  t.match(queue.offer('a', 'again', 0), { taken: false });
  queue.charge('a', -3, 0);
  t.equal(offer(queue, 'a', 5), 3);
  t.end();
});

t.test('in any minute, one client or all together get at most their share plus what they have saved', (t) => {
  const steps = fc.array(
    fc.record({
      client: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      afterMs: fc.constantFrom(0, 0, 0, 50, 1_000, 20_000),
    }),
    { minLength: 100, maxLength: 400 },
  );
  fc.assert(
    fc.property(steps, (asked) => {
      const queue = queueOf();
      let now = 0;
      const served: { client: string; at: number }[] = [];
      for (const { client, afterMs } of asked) {
        now += afterMs;
        queue.offer(client, client, now);
        for (let item = queue.next(now); item !== undefined; item = queue.next(now))
          served.push({ client: item, at: now });
      }
      return served.every(({ at, client }) => {
        const minute = served.filter((other) => other.at >= at && other.at < at + MINUTE_MS);
        // Clients paid for their waiting items when they were offered: at most as many as fit in the queue.
        return minute.length <= 66 && minute.filter((other) => other.client === client).length <= 6 + 3 + 3;
      });
    }),
    { seed: SEED, numRuns: 200 },
  );
  t.end();
});

t.test('a client is forgotten only when there is nothing to remember about it', (t) => {
  const queue = queueOf({ all: null, waiting: 100_000 });
  offer(queue, 'spent', 3);
  for (let n = 0; n < 5_000; n += 1) offer(queue, `client ${n}`, 1);
  t.equal(offer(queue, 'spent', 1), 0);
  queue.drain();
  t.equal(queue.size, 0);
  t.end();
});
