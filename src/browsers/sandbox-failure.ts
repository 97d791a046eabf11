/**
 * Tells whether Chromium failed to start because of its sandbox. With a pipe puppeteer does not pass on Chromium's
 * error output, so this starts it once more.
 */
import { execFile } from 'node:child_process';

const TIMEOUT_MS = 5_000;

/** Chromium's messages when there are no user namespaces, or when it may not change its root in them. */
const COMPLAINT = /No usable sandbox|Failed to move to new namespace|sys_chroot/;

/**
 * Resolves to Chromium's message about its sandbox; undefined: there is none. `args`: the arguments of the failed
 * start, including its profile.
 */
export function sandboxFailure(executablePath: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      executablePath,
      [...args, '--headless', '--dump-dom', 'about:blank'],
      { timeout: TIMEOUT_MS, killSignal: 'SIGKILL' },
      (_error, _stdout, stderr) => {
        resolve(COMPLAINT.exec(stderr)?.[0]);
      },
    );
  });
}
