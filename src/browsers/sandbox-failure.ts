/**
 * Whether Chromium did not start because of its sandbox. Over a pipe puppeteer keeps what it says to itself, so it is
 * asked once more.
 */
import { execFile } from 'node:child_process';

const PATIENCE_MS = 5_000;

/** What it says without user namespaces, and with them but no right to change its root. */
const COMPLAINT = /No usable sandbox|Failed to move to new namespace|sys_chroot/;

/**
 * The complaint; undefined: it has none about its sandbox. `args`: what it was started with, its profile among them.
 */
export function sandboxFailure(executablePath: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      executablePath,
      [...args, '--headless', '--dump-dom', 'about:blank'],
      { timeout: PATIENCE_MS, killSignal: 'SIGKILL' },
      (_error, _stdout, stderr) => {
        resolve(COMPLAINT.exec(stderr)?.[0]);
      },
    );
  });
}
