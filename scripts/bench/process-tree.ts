/** CPU time of processes. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second. */
export const TICK_MS = 10;

export interface ProcessTimes {
  parent: number;
  /** Milliseconds on a core since its start, with those of its ended children that it has waited for. */
  cpuMs: number;
}

/** All processes of the machine by their ids. */
export function readProcesses(): Map<number, ProcessTimes> {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? timesOf(name) : undefined;
    if (times !== undefined) processes.set(Number(name), times);
  }
  return processes;
}

/** Returns the ids of a process and its descendants. */
export function treeOf(pid: number, processes: ReadonlyMap<number, ProcessTimes>): number[] {
  const tree = [pid];
  for (const each of tree) for (const [child, { parent }] of processes) if (parent === each) tree.push(child);
  return tree;
}

/** Milliseconds on a core since the start, of the process `pid` and its descendants. */
export function treeCpuMs(pid: number): number {
  const processes = readProcesses();
  return treeOf(pid, processes).reduce((sum, each) => sum + (processes.get(each)?.cpuMs ?? 0), 0);
}

function timesOf(pid: string): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "pid (name, with any characters) state parent …"; the 14th to 17th fields are the times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), cpuMs: TICK_MS * ticks };
  } catch {
    return undefined; // it has ended in the meantime
  }
}
