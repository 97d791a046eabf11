/** Steps of tests with several nodes. */
import type { Test } from 'tap';
import type { NodeReport } from '../../src/nodes/node-report.ts';
import { MailServer } from '../notify/mail-server.ts';
import { eventually } from './eventually.ts';
import type { RunningCampus } from './running-campus.ts';
import type { RunningSystem } from './running-system.ts';
import { signIn } from './student.ts';

export async function nodesOf(system: RunningSystem): Promise<NodeReport[]> {
  return ((await (await system.operator('/api/v1/nodes')).json()) as { nodes: NodeReport[] }).nodes;
}

export const statesOf = async (system: RunningSystem): Promise<string[]> =>
  (await nodesOf(system)).map(({ node, state }) => `${node} ${state}`);

/** Whether this node's own browsers have asked the source. A queued look waits until they have started. */
async function hasLooked(system: RunningSystem): Promise<boolean> {
  return /^pickmyclass_requests_total\{.*\} [1-9]/m.test(await (await system.operator('/metrics')).text());
}

export async function allHaveLooked(systems: RunningSystem[]): Promise<void> {
  await eventually(async () => (await Promise.all(systems.map(hasLooked))).every(Boolean));
}

export async function watch(system: RunningSystem, mails: MailServer, sections: string[]): Promise<void> {
  const ada = await signIn(system, 'ada@example.edu', async () => mails.received.map(({ mail }) => mail));
  for (const section of sections) {
    const answer = await ada.api('/api/v1/watches', { method: 'POST', json: { section } });
    if (answer.status !== 201) throw new Error(`${section}: ${answer.status} ${await answer.text()}`);
  }
}

export async function mailServer(t: Test): Promise<MailServer> {
  const mails = await new MailServer().listen();
  t.teardown(() => mails.close());
  return mails;
}

export const fullSections = async (campus: RunningCampus, count: number): Promise<string[]> =>
  (await campus.sections(`status=full&limit=${count}`)).map(({ section }) => section);
