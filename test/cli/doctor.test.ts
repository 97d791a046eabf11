import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { startSystem } from '../support/running-system.ts';

const PORTS = { PORT: '0', MQTT_PORT: '0' };

t.test('doctor names the parts that cannot be reached and exits with 1', async (t) => {
  const environment = { DATA_DIR: t.testdir(), ASU_CATALOG_URL: 'http://127.0.0.1:1/', ...PORTS };
  const { code, stdout } = await pickmyclass(['doctor'], environment);
  t.equal(code, 1);
  t.match(stdout, /source .*\n +FAIL {2}PMC_SOURCE_UNREACHABLE/);
  t.match(stdout, /browser .*\n +ok/);
  t.match(stdout, /store .*\n +ok/);
});

t.test('before the first start, doctor prints the same each time and creates nothing', async (t) => {
  const folder = t.testdir();
  const environment = { DATA_DIR: join(folder, 'not', 'yet'), ...PORTS };
  const first = await pickmyclass(['doctor'], environment);
  t.match(first, { code: 0, stdout: /store .*\n +ok +will be made at the first start\n/, stderr: '' });
  t.match(first.stdout, /secrets .*\n +ok +2 will be made at the first start\n/);
  t.match(first.stdout, /mail .*\n +ok +the folder will be made with the first mail\n/);
  t.match(first.stdout, /push .*mailto:pickmyclass@localhost\n +warn +some push .* set VAPID_SUBJECT to mailto:/);
  t.same(await pickmyclass(['doctor'], environment), first);
  t.same(readdirSync(folder), []);
});

t.test('doctor prints JSON, one line for each part', async (t) => {
  const { stdout } = await pickmyclass(['doctor', '--json'], {
    DATA_DIR: t.testdir({}),
    ...PORTS,
    CHROME_PATH: '/dev/null',
  });
  const parts = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; ok: boolean });
  t.match(parts, [{ name: 'system', ok: true, finding: 'does not run' }, { name: 'store' }]);
  t.match(
    parts.find(({ name }) => name === 'browser'),
    { ok: false, finding: /PMC_BROWSER/ },
  );
  t.match(
    parts.find(({ name }) => name === 'push'),
    { ok: true, warning: true, finding: /VAPID_SUBJECT/ },
  );
});

t.test('doctor names a folder where it cannot create files', async (t) => {
  const folder = t.testdir({ file: '' });
  // The test is faster without a browser.
  const bad = { ...PORTS, CHROME_PATH: '/dev/null' };
  for (const [environment, said] of [
    [
      { DATA_DIR: join(folder, 'file', 'data') },
      /store .*\n +FAIL +PMC_CONFIG_INVALID STORE_URL=[^]*mail .*\n +FAIL +PMC_CONFIG_INVALID DATA_DIR=/,
    ],
    [
      { DATA_DIR: folder, STORE_URL: `sqlite:${folder}/missing/store.db` },
      /store .*\n +FAIL +PMC_CONFIG_INVALID STORE_URL=.* there is no folder .*missing; make it/,
    ],
    [{ DATA_DIR: folder, HOST: '203.0.113.7' }, /web .*\n +FAIL +PMC_CONFIG_INVALID PORT=0 HOST=203\.0\.113\.7/],
  ] as const) {
    const { code, stdout } = await pickmyclass(['doctor'], { ...bad, ...environment });
    t.equal(code, 1);
    t.match(stdout, said);
  }
  writeFileSync(join(folder, 'operator-token'), 'hunter2');
  t.match(await pickmyclass(['doctor'], { ...bad, DATA_DIR: folder }), {
    code: 1,
    stdout: /secrets .*\n +FAIL +PMC_SECRET_FILE_INVALID .*operator-token/,
  });
});

t.test('doctor asks the system whether it runs, and ignores the file of a killed one', async (t) => {
  const dataDir = t.testdir();
  const running = await startSystem(t, dataDir);
  const environment = { DATA_DIR: dataDir, ...PORTS };
  t.match(await pickmyclass(['doctor'], environment), {
    code: 0,
    stdout: new RegExp(
      `system .*\n +ok +runs at ${running.url} as node test\n[^]*` +
        'store .*\n +ok +in use by the system that runs\n[^]*web .*\n +ok +the system runs\n',
    ),
  });
  await running.kill();
  t.match(await pickmyclass(['doctor'], environment), {
    code: 0,
    stdout: /system .*\n +ok +does not run\n[^]*store .*\n +ok +opens; 0 dead letters\n[^]*web .*\n +ok +free\n/,
  });
});

t.test('doctor gives no stack trace when its output is no longer read', async (t) => {
  const { PATH, HOME, CHROME_PATH } = process.env;
  mkdirSync(join(t.testdir(), 'data'));
  const child = startProcess(process.execPath, ['dist/src/cli.js', 'doctor'], {
    env: { PATH, HOME, CHROME_PATH, DATA_DIR: join(t.testdirName, 'data'), ...PORTS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const said = text(child.stderr);
  t.same(await once(child, 'exit'), [0, null]);
  t.equal(await said, '');
});
