import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { chromePath } from '../support/chrome-path.ts';

t.test('the profiles of dead processes are removed at the next launch', async (t) => {
  // No process has a number above the kernel's limit of four million.
  const abandoned = join(tmpdir(), 'pickmyclass-browser-99999999-left');
  mkdirSync(abandoned, { recursive: true });
  await (await launchBrowser(chromePath)).close();
  t.notOk(readdirSync(tmpdir()).includes('pickmyclass-browser-99999999-left'));
});
