import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { stage } from '../stage.ts';

t.test('pages that are built again are served at once, and the last ones while they are built', async (t) => {
  const { ask } = await stage(t, {
    pages: { 'index.html': '<!doctype html><html lang="en"><p>first</p>', assets: { 'main-Bq3f9aXz.js': 'first()' } },
  });
  const folder = join(t.testdirName, 'pages');
  t.match((await ask('GET', '/')).text, 'first');
  rmSync(folder, { recursive: true });
  t.match((await ask('GET', '/')).text, 'first');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><p>newer</p>');
  writeFileSync(join(folder, 'assets', 'main-Cw8xQ2bN.js'), 'newer()');
  t.match((await ask('GET', '/')).text, 'newer');
  t.equal((await ask('GET', '/assets/main-Cw8xQ2bN.js')).text, 'newer()');
  t.equal((await ask('GET', '/assets/main-Bq3f9aXz.js')).status, 404);
});
