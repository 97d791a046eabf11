/** Helpers for tests of actors: a manual clock, a small system, and an actor that records what happens to it. */
export { ManualClock, settle } from './manual-clock.ts';
export { probe, type Probe, type ProbeMessage } from './probe.ts';
export { recordingLog, type LogLine } from './recording-log.ts';
export { supervise, testSystem, type TestSystem } from './test-system.ts';
export { transportContract, type StartableTransport } from './transport-contract.ts';
