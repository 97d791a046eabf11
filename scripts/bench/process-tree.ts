/** CPU time of a process with all its descendants. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/**
 * Milliseconds on a core since the start, of the process `pid` and its descendants. Those that have ended count too, if
 * their parent has waited for them.
 */
export function treeCpuMs(pid: number): number {
  const stats = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (stat !== undefined) stats.set(Number(name), stat);
  }
  let ticks = 0;
  const tree = [pid];
  for (const each of tree) {
    ticks += stats.get(each)?.ticks ?? 0;
    for (const [child, { parent }] of stats) if (parent === each) tree.push(child);
  }
  return ticks * TICK_MS;
}

function statOf(pid: string): { parent: number; ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "pid (name, with any characters) state parent …"; the 14th to 17th fields are the times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined; // it has ended in the meantime
  }
}
