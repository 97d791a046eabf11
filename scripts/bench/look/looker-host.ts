/** Starts lookers as processes, and measures what their looks cost. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processTreeMb } from '../../../src/browsers/process-memory.ts';
import type { Figures } from '../benchmark.ts';
import { treeCpuMs } from '../process-tree.ts';
import type { LookerOptions, Question } from './looker.ts';
import type { LookerName } from './lookers.ts';

export type ToLooker = { type: 'run'; questions: Question[]; limitMs: number } | { type: 'close' };
export type FromLooker =
  { type: 'ready' } | { type: 'ran'; looks: number; sections: number; ms: number } | { type: 'failed'; reason: string };

const PROGRAM = fileURLToPath(new URL('looker-process.js', import.meta.url));
/** Before the measured looks: browsers start, pages load, code is compiled. */
const WARM_UP_MS = 1_500;

/** Starts the looker, lets it warm up, and measures its looks for `limitMs`. It ends afterwards. */
export async function measureLooker(
  name: LookerName,
  options: LookerOptions,
  questions: readonly Question[],
  limitMs: number,
): Promise<Figures> {
  const child = fork(PROGRAM, [JSON.stringify({ name, options })], { stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    await answered(child);
    await run(child, questions, WARM_UP_MS);
    const cpuBefore = treeCpuMs(child.pid!);
    const { looks, sections, ms } = await run(child, questions, limitMs);
    const cpuMs = treeCpuMs(child.pid!) - cpuBefore;
    return {
      'sections/min': (60_000 * sections) / ms,
      'ms/look': (ms * options.inFlight) / looks,
      'CPU ms/section': cpuMs / sections,
      'MB, whole tree': (await processTreeMb(child.pid!)) ?? NaN,
    };
  } finally {
    await end(child);
  }
}

async function run(child: ChildProcess, questions: readonly Question[], limitMs: number): Promise<Ran> {
  child.send({ type: 'run', questions, limitMs } as ToLooker);
  const answer = await answered(child);
  if (answer.type !== 'ran') throw new Error(answer.type === 'failed' ? answer.reason : 'the looker is out of step');
  return answer;
}
type Ran = Extract<FromLooker, { type: 'ran' }>;

async function answered(child: ChildProcess): Promise<FromLooker> {
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the looker ended with ${code}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [FromLooker];
  return message;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.send({ type: 'close' });
  await exited;
}
