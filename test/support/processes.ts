/** The processes of this machine, as the kernel lists them. */
import { readdir, readFile } from 'node:fs/promises';

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

export async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid): Promise<Process | undefined> => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${pid}/stat`, 'utf8'),
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
        ]);
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z' ? undefined : { pid, parent: Number(parent), command: command.replaceAll('\0', ' ') };
      } catch {
        return undefined; // it has ended meanwhile
      }
    }),
  );
  return found.filter((each) => each !== undefined);
}

/**
 * The Chromium processes that belong to the browsers of a system, even after it has ended: their profile has its name.
 */
export async function chromiumOf(system: number): Promise<Process[]> {
  return (await processes()).filter(({ command }) => command.includes(`pickmyclass-browser-${system}-`));
}

/** The process of the first Chromium of a system: the one whose parent is not among them. */
export async function mainChromiumOf(system: number): Promise<number | undefined> {
  return (await chromiumOf(system)).find(({ parent }) => parent === system)?.pid;
}
