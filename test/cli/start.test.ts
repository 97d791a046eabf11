import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { startSystem } from '../support/running-system.ts';

t.test('a system that cannot start yet stops on a signal', async (t) => {
  const dataDir = t.testdir();
  const environment = {
    PATH: process.env['PATH'],
    PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: dataDir,
    BUS_URL: 'mqtt://127.0.0.1:1',
  };
  const child = startProcess(process.execPath, ['dist/src/cli.js', 'start'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stderr })) if (line.includes('PMC_BUS_UNAVAILABLE')) break;
  child.stderr.resume();
  child.kill('SIGTERM');
  t.same(await exited, [0, null]);
});

t.test('a second start says where the first one runs', async (t) => {
  const running = await startSystem(t, t.testdir({}));
  const environment = { DATA_DIR: running.dataDir, PORT: '0', MQTT_PORT: '0' };
  t.match(await pickmyclass(['start'], environment), {
    code: 2,
    stdout: '',
    stderr: new RegExp(`PMC_ALREADY_RUNNING the system runs already, at ${running.url}, as node test`),
  });
});

t.test('a system that cannot write its running.json still works and stops cleanly', async (t) => {
  const running = await startSystem(t, t.testdir({ 'running.json': {} }));
  t.equal((await fetch(`${running.url}/livez`)).status, 200);
  t.equal(await running.stop(), 0);
  t.equal(running.log.filter(({ msg }) => msg === 'the note of where this runs is not right').length, 2);
});
