/** The benchmarks by name. The reference shows them in this order. */
import { actors } from './actors/actors.ts';
import type { Benchmark } from './benchmark.ts';
import { bus } from './bus/bus.ts';
import { check } from './check/check.ts';
import { cycle } from './cycle/cycle.ts';
import { fanout } from './fanout/fanout.ts';
import { nodes } from './nodes/nodes.ts';
import { notify } from './notify/notify.ts';
import { operator } from './operator/operator.ts';
import { replay } from './replay/replay.ts';
import { store } from './store/store.ts';

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  check,
  cycle,
  replay,
  actors,
  store,
  bus,
  fanout,
  notify,
  nodes,
  operator,
};
