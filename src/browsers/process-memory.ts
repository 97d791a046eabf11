/** Measures how much memory a browser and its helper processes use. */
import { readdir, readFile } from 'node:fs/promises';

/**
 * Megabytes of a process and all its descendants, with shared memory counted once (the kernel's proportional set size).
 * `descendants`: without the process itself. Returns undefined on systems without /proc. A process that ends in the
 * meantime counts 0.
 */
export async function processTreeMb(pid: number, of: 'all' | 'descendants' = 'all'): Promise<number | undefined> {
  const children = await childrenByParent();
  if (children === undefined) return undefined;
  let kilobytes = 0;
  const tree = [pid];
  for (const each of tree) {
    tree.push(...(children.get(each) ?? []));
    if (each === pid && of === 'descendants') continue;
    const usage = await readOrNothing(`/proc/${each}/smaps_rollup`);
    kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(usage)?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

async function childrenByParent(): Promise<Map<number, number[]> | undefined> {
  if (process.platform !== 'linux') return undefined;
  const children = new Map<number, number[]>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids) {
    // "pid (name, with any characters) state parent …"
    const stat = await readOrNothing(`/proc/${pid}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

async function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => ''); // the process has ended
}
