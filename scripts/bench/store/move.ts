/** `pickmyclass migrate`: a store is copied to another one and compared. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { startProcess } from '../../start-process.ts';
import type { Figures } from '../benchmark.ts';
import { CLI } from '../setting.ts';

const MEMORY_EVERY_MS = 50;

/** Runs the command. Returns its time and the most memory that its process had. */
export async function moved(from: string, to: string): Promise<Figures> {
  const start = performance.now();
  const child = startProcess(process.execPath, [CLI, 'migrate', '--from', from, '--to', to], { stdio: 'ignore' });
  let peakKb = 0;
  const watching = setInterval(() => {
    // The file disappears with the process.
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      },
      () => {},
    );
  }, MEMORY_EVERY_MS);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(watching);
  if (code !== 0) throw new Error(`migrate ended with ${code}`);
  return { s: (performance.now() - start) / 1_000, 'peak MB': peakKb / 1_024 };
}
