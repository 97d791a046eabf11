import fc from 'fast-check';
import t from 'tap';
import { FairQueue } from '../../../src/web/live/fair-queue.ts';
import type { Job } from '../../../src/web/live/fair-queue.ts';

const everybody = (): boolean => true;
const connection = {};

t.test('clients take turns, and a new client does not wait until all earlier jobs are done', (t) => {
  const queue = new FairQueue<Job & { name: string }>();
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add({ connection, client: name[0]!, cost: 1, name });
  const turn = (): string =>
    queue
      .take(2, everybody)
      .map(({ name }) => name)
      .join(' ');
  t.equal(turn(), 'a1 b1');
  queue.add({ connection, client: 'd', cost: 1, name: 'd1' });
  t.same([turn(), turn(), turn(), turn()], ['c1 d1', 'a2 c2', 'a3', '']);
  t.ok(queue.isEmpty);
  t.end();
});

t.test('small jobs are served before large ones, but no large job waits for ever', (t) => {
  const queue = new FairQueue<Job>();
  for (let client = 0; client < 100; client += 1)
    for (let time = 0; time < 5; time += 1) queue.add({ connection, client: String(client), cost: 500 });
  queue.take(1, everybody);
  queue.add({ connection, client: 'honest', cost: 20 });
  t.equal(queue.take(1, everybody)[0]?.client, 'honest');
  let turns = 0;
  for (let next = queue.take(1, everybody)[0]; next?.client !== '99'; [next] = queue.take(1, everybody)) {
    queue.add({ connection, client: `newcomer ${turns}`, cost: 20 });
    turns += 1;
  }
  t.ok(turns < 5_000, `served after ${turns} others`);
  t.end();
});

t.test("a new connection with a small job does not wait for all jobs of its client's other connections", (t) => {
  const queue = new FairQueue<Job & { name?: string }>();
  const flood = Array.from({ length: 100 }, () => ({}));
  for (const each of flood)
    for (let time = 0; time < 3; time += 1) queue.add({ connection: each, client: 'campus', cost: 500 });
  queue.take(1, everybody);
  queue.add({ connection: {}, client: 'campus', cost: 20, name: 'honest' });
  t.equal(queue.take(1, everybody)[0]?.name, 'honest');
  t.equal(queue.take(10_000_000, everybody).length, 299);
  t.end();
});

t.test('a turn takes the jobs that fit, but at least one', (t) => {
  const queue = new FairQueue<Job>();
  for (const [client, cost] of [
    ['a', 50],
    ['b', 4],
    ['c', 5],
    ['d', 2],
  ] as const)
    queue.add({ connection, client, cost });
  t.same(
    [1, 2, 3].map(() =>
      queue
        .take(10, everybody)
        .map(({ client }) => client)
        .join(''),
    ),
    ['db', 'c', 'a'],
  );
  t.end();
});

t.test('a client that is not ready keeps its place', (t) => {
  const queue = new FairQueue<Job>();
  for (const client of ['a', 'b', 'a', 'c']) queue.add({ connection, client, cost: 1 });
  t.same(
    queue.take(10, (client) => client !== 'a').map(({ client }) => client),
    ['b', 'c'],
  );
  t.same(
    queue.take(10, () => false),
    [],
  );
  t.same(
    queue.take(1, everybody).map(({ client }) => client),
    ['a'],
  );
  t.notOk(queue.isEmpty);
  t.end();
});

t.test(
  'every job is served once, in order per client; while a client waits, no other gets more than its share',
  async () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ client: fc.constantFrom('a', 'b', 'c', 'd'), cost: fc.integer({ min: 1, max: 9 }) }), {
          maxLength: 60,
        }),
        fc.integer({ min: 1, max: 20 }),
        (jobs, budget) => {
          const queue = new FairQueue<Job & { id: number }>();
          for (const [id, job] of jobs.entries()) queue.add({ connection, ...job, id });
          const done: { client: string; cost: number; id: number }[] = [];
          while (!queue.isEmpty) {
            const turn = queue.take(budget, everybody);
            if (turn.length === 0 || (turn.length > 1 && turn.reduce((sum, { cost }) => sum + cost, 0) > budget))
              return false;
            done.push(...turn);
          }
          const idsOf = (client: string, all: { client: string; id: number }[]): string =>
            all
              .filter((job) => job.client === client)
              .map(({ id }) => id)
              .join();
          const inOrder = ['a', 'b', 'c', 'd'].every(
            (client) =>
              idsOf(client, done) ===
              idsOf(
                client,
                jobs.map((job, id) => ({ ...job, id })),
              ),
          );
          // No client may be more than one job ahead of a client that still waits.
          const served = new Map<string, number>();
          const left = new Map<string, number>();
          for (const { client } of jobs) left.set(client, (left.get(client) ?? 0) + 1);
          let fair = true;
          for (const { client, cost } of done) {
            served.set(client, (served.get(client) ?? 0) + cost);
            left.set(client, left.get(client)! - 1);
            for (const [other, pieces] of left)
              if (pieces > 0 && served.get(client)! > (served.get(other) ?? 0) + 9) fair = false;
          }
          return done.length === jobs.length && inOrder && fair;
        },
      ),
      { seed: 8, numRuns: 500 },
    );
  },
);
