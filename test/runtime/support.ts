/** Helpers for the tests of the runtime: send messages to probes, and make small trees of them. */
import type { Ref } from '../../src/runtime/index.ts';
import {
  type Probe,
  type ProbeMessage,
  type TestSystem,
  probe,
  supervise,
  testSystem,
} from '../../src/runtime/testing/index.ts';

export const tell = (test: TestSystem, id: string, message: ProbeMessage): void =>
  test.system.outside.tell(test.system.ref<ProbeMessage>(id), message);

export const echo = (test: TestSystem, id: string, text: string, timeoutMs = 1_000): Promise<{ text: string }> =>
  test.system.outside.ask(
    test.system.ref<ProbeMessage>(id),
    (replyTo: Ref<{ text: string }>) => ({ type: 'echo', text, replyTo }),
    timeoutMs,
  );

/** Starts a system with these probes. */
export async function running(t: Parameters<typeof testSystem>[0], ...probes: Probe[]): Promise<TestSystem> {
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  return test;
}

/** Makes three probes that share a journal. */
export function trio(overrides: Partial<Probe['spec']>[] = []): { probes: Probe[]; journal: string[] } {
  const journal: string[] = [];
  return { journal, probes: ['a', 'b', 'c'].map((id, index) => probe(id, overrides[index], journal)) };
}

export const specs = (probes: Probe[]): Probe['spec'][] => probes.map(({ spec }) => spec);
