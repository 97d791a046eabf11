/**
 * A small actor system with a memory transport and a manual clock, for tests of the runtime and of actors.
 */
import type { ChildSpec, SupervisorSpec, System, SystemOptions, TreeNode } from '../index.ts';
import { MemoryTransport, createSystem, nodeAt } from '../index.ts';
import { ManualClock } from './manual-clock.ts';
import { recordingLog } from './recording-log.ts';

/**
 * A test that can run a function at its end. `Test` of tap is one.
 * For node:test pass `{ teardown: (end) => t.after(end) }`.
 */
export interface Teardown {
  teardown(end: () => Promise<void>): void;
}

export interface TestSystem {
  system: System;
  clock: ManualClock;
  transport: MemoryTransport;
  log: ReturnType<typeof recordingLog>;
  /** The errors with which the root gave up after it had started. */
  failures: Error[];
  /** Returns the node at `path`, such as `checking/asu`. */
  node: (path: string) => TreeNode;
  /** Returns `id:state` of each child of the root. */
  states: () => string[];
  /** Resolves when `condition` is true. Checks now, at every change of state and at every log line. */
  until(condition: (test: TestSystem) => boolean): Promise<void>;
}

/** Makes a supervisor spec: pauses of 100, 200, … 1,600 ms without jitter, three restarts within a minute. */
export function supervise(id: string, children: ChildSpec[], overrides: Partial<SupervisorSpec> = {}): SupervisorSpec {
  return {
    id,
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 3, windowMs: 60_000 },
    backoff: { minMs: 100, maxMs: 1_600, jitter: 0, resetAfterMs: 30_000 },
    children,
    ...overrides,
  };
}

/**
 * Creates a system on node `n` without starting it. At the end of the test it is stopped and its transport closed.
 * `clock` defaults to a new ManualClock.
 */
export async function testSystem(
  t: Teardown,
  root: SupervisorSpec,
  overrides: Partial<SystemOptions> = {},
  clock = new ManualClock(),
): Promise<TestSystem> {
  const transport = new MemoryTransport();
  await transport.start();
  const failures: Error[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => waiting.forEach((lookAgain) => lookAgain());
  const log = recordingLog(look);
  const system = createSystem({
    node: 'n',
    transport,
    clock,
    log,
    random: () => 0,
    root,
    onFailed: (error) => failures.push(error),
    onTreeChange: look,
    ...overrides,
  });
  t.teardown(async () => {
    await system.stop();
    await transport.close();
  });
  const test: TestSystem = {
    system,
    clock,
    transport,
    log,
    failures,
    node: (path) => nodeAt(system.tree(), path)!,
    states: () => system.tree().children.map((child) => `${child.id}:${child.state}`),
    until: (condition) =>
      new Promise((resolve) => {
        const lookAgain = (): void => {
          if (!condition(test)) return;
          waiting.delete(lookAgain);
          resolve();
        };
        waiting.add(lookAgain);
        lookAgain();
      }),
  };
  return test;
}
