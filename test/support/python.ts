/** Finds a Python that has a module. */
import { spawnSync } from 'node:child_process';

/** Debian's packages belong to /usr/bin/python3, which is not always the first on the PATH. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/** The Python 3 that can import `module`, or undefined. */
export function pythonWith(module: string): string | undefined {
  return PYTHONS.find((python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0);
}
