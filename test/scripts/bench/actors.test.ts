import t from 'tap';
import { runActors } from '../../../scripts/bench/actors/actors.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('each comparison of actors has a rate and its CPU time', async (t) => {
  const sizes = { rounds: 1, tells: 2_500, asks: 150, actors: 10 };
  const report = await tinyRun((bench) => runActors(bench, sizes, {}));
  const both = (title: string, thing: string, ...names: string[]): string[] =>
    names.flatMap((name) => [`${title}: ${name}: ${thing}s/s`, `${title}: ${name}: CPU µs/${thing}`]);
  t.same(figuresOf(report), [
    ...both('tell on one thread', 'message', 'ours'),
    ...both('ask on one thread', 'ask', 'ours'),
    ...both('start and stop of an actor', 'actor', 'ours'),
    ...both('restart of a failed actor by its supervisor', 'restart', 'ours'),
    ...both('tell on one thread, by transport', 'message', 'in memory', 'on the bus'),
    ...both('ask on one thread, by transport', 'ask', 'in memory', 'on the bus'),
    ...both('tell to a worker thread', 'message', 'in memory', 'on the bus', 'bare postMessage'),
    ...both('ask of a worker thread', 'ask', 'in memory', 'on the bus', 'bare postMessage'),
  ]);
  t.same(report.goals, [], 'the goal needs a peer');
});
