/** Starts a receiver of messages as a process of its own, so that its CPU time is not counted as ours. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startProcess } from '../../start-process.ts';

/** `program`: the path of a script that sends its port over IPC once it listens. It ends with `owner`. */
export async function startSink(owner: Owner, program: string): Promise<{ child: ChildProcess; port: number }> {
  const child = startProcess(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  owner.teardown(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}
