import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { chromePath } from '../support/chrome-path.ts';

const profiles = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`pickmyclass-browser-${process.pid}-`));
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

t.test('a closed browser leaves no process and no profile behind', async (t) => {
  const launched = await launchBrowser(chromePath);
  t.ok(isRunning(launched.pid));
  t.equal(profiles().length, 1);
  await Promise.all([launched.close(), launched.close()]);
  t.notOk(isRunning(launched.pid));
  t.same(profiles(), []);
});

t.test('a browser that does not close is killed', async (t) => {
  const launched = await launchBrowser(chromePath);
  process.kill(launched.pid, 'SIGSTOP');
  await launched.close();
  t.notOk(isRunning(launched.pid));
  t.same(profiles(), []);
});

t.test('closing a killed browser still cleans up', async (t) => {
  const launched = await launchBrowser(chromePath);
  process.kill(launched.pid, 'SIGKILL');
  await launched.exited;
  await launched.close();
  t.same(profiles(), []);
});

t.test('a failed launch is an error and leaves no profile', async (t) => {
  await t.rejects(launchBrowser('/bin/false'), { code: 'PMC_BROWSER_FAILED' });
  t.same(profiles(), []);
});
