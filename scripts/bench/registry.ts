/** The benchmarks by name. The reference shows them in this order. */
import type { Benchmark } from './benchmark.ts';

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {};
