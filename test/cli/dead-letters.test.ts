import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { CSE310, giveUp, see } from '../contract/store/harness.ts';
import { filled } from '../support/opened-store.ts';
import { pickmyclass } from '../support/pickmyclass.ts';

t.test('dead letters are listed and replayed while the system does not run', async (t) => {
  const environment = { DATA_DIR: t.testdir() };
  t.match(await pickmyclass(['dead-letters', 'list'], environment), { code: 0, stdout: '' });
  t.match(await pickmyclass(['dead-letters', 'replay', 'none'], environment), {
    code: 1,
    stderr: /PMC_DEAD_LETTER_NOT_FOUND/,
  });
});

t.test('output that cannot be written is an error', { skip: !existsSync('/dev/full') && 'no /dev/full' }, async (t) => {
  const folder = t.testdir({});
  const { url } = await filled(t, join(folder, 'store.db'), async (harness) => {
    await see(harness, CSE310);
    await giveUp(harness, CSE310, 'timed out');
  });
  const full = openSync('/dev/full', 'w');
  t.teardown(() => closeSync(full));
  const child = startProcess(process.execPath, ['dist/src/cli.js', 'dead-letters', 'list'], {
    env: { PATH: process.env['PATH'], STORE_URL: url, DATA_DIR: folder },
    stdio: ['ignore', full, 'pipe'],
  });
  const [stderr, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  t.match({ code, stderr }, { code: 1, stderr: /PMC_OUTPUT_FAILED .*ENOSPC/ });
});
