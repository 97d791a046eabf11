/** The real program on a campus, and what a cycle costs it. */
import { chmod, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { processTreeMb } from '../../../src/browsers/process-memory.ts';
import type { Campus } from '../../campus/campus.ts';
import type { Figures } from '../benchmark.ts';
import { chromiumPath } from '../look/chromium.ts';
import { treeCpuMs } from '../process-tree.ts';
import { Program } from '../program.ts';

/** What follows a cycle, such as publishing, belongs to its cost. */
const AFTERWARDS_MS = 500;
const TOO_LONG = String(86_400);

/** With `fixed` and a long interval, only the cycles that are asked for take place. */
const ENVIRONMENT = {
  CHECK_BUDGET_PER_MINUTE: '1000000',
  CHECK_SCHEDULE: 'fixed',
  CHECK_INTERVAL_SECONDS: TOO_LONG,
  MAX_STALENESS_SECONDS: TOO_LONG,
  LOG_LEVEL: 'warn',
};

/** Starts the program on the store in `dataDir`. */
export async function startSystem(dataDir: string, { catalogUrl, keyHash }: Campus): Promise<Program> {
  const browser = keyHash === null ? {} : { CHROME_PATH: await trustingChromium(dataDir, keyHash) };
  return Program.start(dataDir, { ...ENVIRONMENT, ASU_CATALOG_URL: catalogUrl, ...browser });
}

/** Runs a cycle to its end. CPU and memory are those of the whole process tree. */
export async function measureCycle(program: Program): Promise<Figures> {
  await program.metrics(); // the longest block is measured from here on
  const cpuBefore = treeCpuMs(program.pid);
  const start = performance.now();
  await program.startCycle();
  const { done, due, failed, requests } = await program.finishedCycle();
  const ms = performance.now() - start;
  await setTimeout(AFTERWARDS_MS);
  const cpuMs = treeCpuMs(program.pid) - cpuBefore;
  if (failed > 0 || done !== due || due === 0) throw new Error(`${done} of ${due} looks succeeded, ${failed} failed`);
  const metrics = await program.metrics();
  return {
    'sections/min': (60_000 * done) / ms,
    'CPU ms/section': cpuMs / done,
    'MB, whole tree': (await processTreeMb(program.pid)) ?? NaN,
    seconds: ms / 1_000,
    requests,
    'longest block, ms': metrics['pickmyclass_event_loop_delay_max_seconds']! * 1_000,
  };
}

/** A Chromium that trusts the campus's own certificate. Its file name tells the program what kind of Chromium it is. */
async function trustingChromium(folder: string, keyHash: string): Promise<string> {
  const chromium = chromiumPath();
  const path = join(folder, basename(chromium));
  await writeFile(path, `#!/bin/sh\nexec '${chromium}' --ignore-certificate-errors-spki-list='${keyHash}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
