import fc from 'fast-check';
import t from 'tap';
import { leastGapMs } from '../../../src/checking/choosing/order.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { ChoosingNode, INTERVAL_MS, watchedCourses } from '../../support/choosing-nodes.ts';
import type { OnStore } from '../../support/store-kinds.ts';
import { storeKinds } from '../../support/store-kinds.ts';

const NODES = 3;
const GAP_MS = leastGapMs(INTERVAL_MS);

type Step = { node: number; does: 'choose' | 'answer' | 'demand' } | { does: 'wait'; ms: number };

const node = fc.nat({ max: NODES - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ node, does: fc.constant('choose' as const) }) },
  { weight: 6, arbitrary: fc.record({ node, does: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ node, does: fc.constant('demand' as const) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 500 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
);

/** Takes the steps. Returns how many requests were sent; throws if one was sent too early. */
async function run({ store, clock }: OnStore, steps: readonly Step[]): Promise<number> {
  await watchedCourses(store, clock);
  const ids = Array.from({ length: NODES }, (_, nth) => `node-${nth}`);
  const nodes = ids.map((id) => new ChoosingNode([id, ...ids.filter((other) => other !== id)], store, clock));
  /** By request: the step that began it, while it is under way and afterwards. */
  const underWay = new Map<string, number>();
  const last = new Map<string, { begun: number; answeredAt: number }>();
  let [demanded, sent] = [-1, 0];
  for (const [number, each] of steps.entries()) {
    if (each.does === 'wait') await clock.advance(each.ms);
    else if (each.does === 'choose') {
      const request = await nodes[each.node]!.choose();
      if (request === undefined) continue;
      sent += 1;
      if (underWay.has(request)) throw new Error(`${request} is under way on two nodes`);
      underWay.set(request, number);
      const { begun, answeredAt } = last.get(request) ?? { begun: -1, answeredAt: -Infinity };
      const sinceMs = clock.monotonic() - answeredAt;
      // A look that began before a demand does not meet it.
      if (sinceMs < GAP_MS && begun > demanded) throw new Error(`${request} again, ${sinceMs} ms after its answer`);
    } else if (each.does === 'answer') {
      const request = await nodes[each.node]!.answer();
      if (request === undefined) continue;
      last.set(request, { begun: underWay.get(request)!, answeredAt: clock.monotonic() });
      underWay.delete(request);
    } else {
      demanded = number;
      await store.sections.makeDue('asu');
      for (const node of nodes) await node.demand();
    }
  }
  return sent;
}

const server = await mongoServer(t);

for (const [name, open] of storeKinds(server)) {
  if (open === undefined) {
    t.pass(`not tested on ${name}`, { skip: 'no MongoDB server' });
    continue;
  }
  t.test(`on ${name}, nodes never ask for the same within the least gap, whatever their order`, async (t) => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 80, maxLength: 160 }), async (steps) => {
        await t.test('a system', async (t) => {
          sent += await run(await open(t), steps);
        });
      }),
      { seed: 10, numRuns: name === 'SQLite' ? 15 : 3, endOnFailure: true },
    );
    t.ok(sent > 10, `${sent} requests`);
  });
}
