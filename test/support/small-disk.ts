/** A file system for one test: almost full, or read-only. */
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';

const run = promisify(execFile);

/**
 * Returns where it is mounted, with these options of tmpfs (`size=700k`, `ro`). Returns undefined, and prints why, if
 * this user may not mount.
 */
export async function smallDisk(t: Test, options: string): Promise<string | undefined> {
  // Outside the folder that the test runner clears.
  const folder = await mkdtemp(join(tmpdir(), 'pickmyclass-disk-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const mounted =
    process.getuid?.() === 0 &&
    (await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).then(
      () => true,
      () => false,
    ));
  if (mounted) t.teardown(() => run('umount', ['-l', folder]));
  else t.pass('not tested', { skip: 'only root may mount a file system, and not in every container' });
  return mounted ? folder : undefined;
}

/** Writes a file until nothing more fits on its disk. */
export async function fillDisk(path: string): Promise<void> {
  const file = await open(path, 'w');
  for (let size = 65_536; size >= 1;) {
    const written = await file.write(Buffer.alloc(size)).then(
      ({ bytesWritten }) => bytesWritten,
      () => 0,
    );
    if (written < size) size = Math.floor(size / 2);
  }
  await file.close();
}
