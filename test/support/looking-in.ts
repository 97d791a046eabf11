/** Reads a running system from outside, as an operator and a student do. */
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { HealthReport } from '../../src/nodes/health.ts';
import type { TreeNode } from '../../src/runtime/index.ts';
import type { RunningSystem } from './running-system.ts';

/** The actor at `path`, such as `checking/asu/section-checker`. */
export async function nodeAt(system: RunningSystem, path: string): Promise<TreeNode> {
  const root = (await (await system.operator('/api/v1/supervisors')).json()) as TreeNode;
  return path.split('/').reduce((node, id) => node.children.find((child) => child.id === id)!, root);
}

export async function healthOf({ url }: RunningSystem): Promise<HealthReport & { httpStatus: number }> {
  const response = await fetch(`${url}/api/monitoring/health`);
  return { ...((await response.json()) as HealthReport), httpStatus: response.status };
}

export async function stateOf({ url }: RunningSystem, section: string): Promise<SectionState> {
  return (await (await fetch(`${url}/api/v1/sections/${section}`)).json()) as SectionState;
}

/** Whether every section has this status now. */
export async function allAre(system: RunningSystem, sections: string[], status: string): Promise<boolean> {
  return (await Promise.all(sections.map((section) => stateOf(system, section)))).every(
    (state) => state.status === status,
  );
}

/** All changes of a section, over all pages. */
export async function historyOf({ url }: RunningSystem, section: string): Promise<Change[]> {
  const changes: Change[] = [];
  let cursor = '';
  do {
    const page = (await (await fetch(`${url}/api/v1/sections/${section}/history?limit=500${cursor}`)).json()) as {
      changes: Change[];
      nextCursor?: string;
    };
    changes.push(...page.changes);
    cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
  } while (cursor !== '');
  return changes;
}

/** The ids of all openings of the sections so far. */
export async function openingsOf(system: RunningSystem, sections: string[]): Promise<string[]> {
  const histories = await Promise.all(sections.map((section) => historyOf(system, section)));
  return histories
    .flat()
    .filter(({ kind }) => kind === 'opened')
    .map(({ id }) => id);
}
