/**
 * Starts processes that end with this one, even if it is killed: a small shell reads from a pipe whose other end only
 * this process holds. When the pipe closes, the shell kills what is left.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Each line is a word and a value. `kill` and `ended`: the id of a process group. `remove`: a folder. */
const GUARD = `
groups=
while read -r word value; do
  case $word in
    kill) groups="$groups $value" ;;
    ended)
      left=
      for group in $groups; do [ "$group" = "$value" ] || left="$left $group"; done
      groups=$left ;;
    remove) set -- "$@" "$value" ;;
  esac
done
for group in $groups; do kill -9 "-$group"; done
rm -rf "$@"
`;

let guard: Writable | undefined;

function tellGuard(line: string): void {
  if (guard === undefined) {
    // In a session of its own, so that a signal to the group of this process does not end it.
    const shell = spawn('sh', ['-c', GUARD], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    shell.unref();
    guard = shell.stdin;
    // Someone may have ended the shell. Then nothing guards.
    guard.on('error', () => undefined);
    (guard as Writable & { unref(): void }).unref();
  }
  guard.write(`${line}\n`);
}

/**
 * As `spawn`, but the process and all that it starts end when this process ends. It leads a process group of its own.
 * NODE_OPTIONS does not reach Node: the test runner puts a module loader there, which doubles the CPU time of a start.
 */
export const startProcess = ((file: string, args: readonly string[], options: object): ChildProcess => {
  const [program, ...given] =
    file === process.execPath ? ['env', '-u', 'NODE_OPTIONS', file, ...args] : [file, ...args];
  const child = spawn(program!, given, { ...options, detached: true });
  const { pid } = child;
  // Without an id it was not started, and says so in an error event.
  if (pid === undefined) return child;
  tellGuard(`kill ${pid}`);
  child.once('exit', () => {
    // A later group may get the same id.
    if (!isAlive(-pid)) tellGuard(`ended ${pid}`);
  });
  return child;
}) as typeof spawn;

/** Removes a folder when this process ends. */
export function removeAtEnd(folder: string): void {
  tellGuard(`remove ${folder}`);
}

/** Returns whether a process is alive, or if `pid` is negative, anything in a process group. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
