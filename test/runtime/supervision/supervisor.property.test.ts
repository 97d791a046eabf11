import t from 'tap';
import fc from 'fast-check';
import { type ProbeMessage, probe, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';

const IDS = ['a', 'b', 'c', 'd'];
const step = fc.oneof(
  fc.record({ type: fc.constant('fail' as const), child: fc.nat(IDS.length - 1) }),
  fc.record({ type: fc.constant('fail-next-start' as const), child: fc.nat(IDS.length - 1) }),
  fc.record({ type: fc.constant('advance' as const), ms: fc.constantFrom(0, 50, 100, 1_000, 40_000) }),
);

t.test('after any failures no child has two lives or is lost, and in the end all run or all are stopped', async (t) => {
  const strategies = fc.constantFrom('one-for-one' as const, 'one-for-all' as const, 'rest-for-one' as const);
  await fc.assert(
    fc.asyncProperty(strategies, fc.array(step, { maxLength: 25 }), async (strategy, steps) => {
      const journal: string[] = [];
      const probes = IDS.map((id) => probe(id, {}, journal));
      const root = supervise(
        'root',
        probes.map(({ spec }) => spec),
        { strategy, intensity: { restarts: 5, windowMs: 10_000 } },
      );
      const test = await testSystem(t, root);
      await test.system.start();
      for (const next of steps) {
        if (next.type === 'advance') await test.clock.advance(next.ms);
        else if (next.type === 'fail-next-start') probes[next.child]?.starts.push(new Error('no start'));
        else {
          test.system.outside.tell(test.system.ref<ProbeMessage>(IDS[next.child] as string), {
            type: 'throw',
            text: 'broken',
          });
          await settle();
        }
      }
      await test.clock.advance(600_000);
      const state = test.failures.length === 0 ? 'running' : 'stopped';
      for (const { events } of probes) {
        const lives = events.filter((event) => event !== 'start failed');
        if (!lives.every((event, index) => event === (index % 2 === 0 ? 'started' : 'stopped'))) return false;
        if ((lives.length % 2 === 1) !== (state === 'running')) return false;
      }
      await test.system.stop();
      return (
        test.clock.waiting === 0 &&
        probes.every(({ events }) => events.filter((event) => event !== 'start failed').at(-1) === 'stopped')
      );
    }),
    { seed: 1, numRuns: 150 },
  );
  t.pass();
});
