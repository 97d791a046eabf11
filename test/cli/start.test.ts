import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';

t.test('a system that cannot start yet stops when it is told to', async (t) => {
  const dataDir = t.testdir();
  const environment = { PATH: process.env['PATH'], PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, STORE_URL: `sqlite:${dataDir}/missing/store.db` };
  const child = spawn(process.execPath, ['dist/src/cli.js', 'start'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stderr })) if (line.includes('PMC_STORE_UNAVAILABLE')) break;
  child.stderr.resume();
  child.kill('SIGTERM');
  t.same(await exited, [0, null]);
});
