/** Runs the campus simulator in a process of its own, so that it does not slow down the system. Address `campus`. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Simulator } from '../institutions/sources.ts';
import type { Unplaced } from '../nodes/place.ts';
import { runtimeError } from '../runtime/index.ts';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));

/** Milliseconds that the process may take to exit after SIGTERM; then it is killed. */
const TERMINATE_MS = 2_000;

export function campusSpec({ port }: Pick<Simulator, 'port'>): Unplaced<never> {
  return {
    type: 'actor',
    start: async (context) => {
      const child = fork(CLI, ['campus', '--port', String(port)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: [],
      });
      await ready(child);
      let stopping = false;
      child.once('exit', (code) => {
        if (!stopping)
          context.fail(
            runtimeError('RUNTIME_START_FAILED', {
              address: context.self.address,
              reason: `the simulator exited with code ${code}`,
            }),
          );
      });
      return {
        receive: () => {},
        stop: async () => {
          stopping = true;
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, 'exit');
          child.kill('SIGTERM');
          const force = context.clock.setTimeout(() => child.kill('SIGKILL'), TERMINATE_MS);
          await gone;
          context.clock.clearTimeout(force);
        },
      };
    },
  };
}

/** Resolves on the first message, which means that the simulator is listening. */
async function ready(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit').then(([code]) => {
    throw runtimeError('RUNTIME_START_FAILED', {
      address: 'campus',
      reason: `the simulator exited with code ${String(code)}`,
    });
  });
  await Promise.race([once(child, 'message'), exited]);
  // Its end after that is an exit as any other.
  exited.catch(() => undefined);
}
