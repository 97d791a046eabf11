import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  const { dataDir, url } = running;
  const answer = {
    code: 2,
    stdout: '',
    stderr: new RegExp(`PMC_ALREADY_RUNNING the system runs already, at ${url}, as node test`),
  };
  t.match(await pickmyclass(['start'], { DATA_DIR: dataDir, PORT: '0', MQTT_PORT: '0' }), answer);
  t.match(await pickmyclass(['start'], { DATA_DIR: dataDir, PORT: new URL(url).port, MQTT_PORT: '0' }), answer);
});

t.test('other users of the machine cannot read what the system writes', async (t) => {
  const { dataDir } = await startSystem(t, t.testdir({}));
  const files = readdirSync(dataDir).filter((name) => statSync(join(dataDir, name)).isFile());
  t.ok(files.includes('pickmyclass.db'));
  t.same(
    files.filter((name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0),
    [],
  );
});

t.test('a system that cannot write its running.json still works and stops cleanly', async (t) => {
  const running = await startSystem(t, t.testdir({ 'running.json': {} }));
  t.equal((await fetch(`${running.url}/livez`)).status, 200);
  t.equal(await running.stop(), 0);
  t.equal(running.log.filter(({ msg }) => msg === 'the note of where this runs is not right').length, 2);
});
