/** Runs the command line as a process, without the configuration of this machine. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { startProcess } from '../../scripts/start-process.ts';

export async function pickmyclass(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH, HOME, CHROME_PATH } = process.env;
  const child = startProcess(process.execPath, ['dist/src/cli.js', ...args], {
    env: { PATH, HOME, CHROME_PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}
