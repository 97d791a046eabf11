import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { processTreeMb } from '../../src/browsers/process-memory.ts';
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

t.test('a sandbox that cannot start is an error with advice', async (t) => {
  const said = [
    '[6:6:ERROR:zygote_host_impl_linux.cc:128] No usable sandbox! Please install the chromium-sandbox package.',
    'Check failed: sys_chroot("/proc/self/fdinfo/") == 0',
    'Failed to move to new namespace: PID namespaces supported, but failed: errno = Operation not permitted',
  ];
  for (const line of said) {
    const browser = join(t.testdir({ chromium: `#!/bin/sh\necho '${line}' >&2\nexit 1\n` }), 'chromium');
    chmodSync(browser, 0o755);
    await t.rejects(
      launchBrowser(browser),
      {
        code: 'PMC_BROWSER_UNSANDBOXED',
        next: 'stop',
        message: /^[^\n]+ Allow user namespaces [^\n]+docs\/guides\/deploying\.md[^\n]+$/,
      },
      line,
    );
  }
  t.same(profiles(), []);
});

t.test('the profiles of dead processes are removed at the next launch', async (t) => {
  // No process has a number above the kernel's limit of four million.
  const abandoned = join(tmpdir(), 'pickmyclass-browser-99999999-left');
  mkdirSync(abandoned, { recursive: true });
  await (await launchBrowser(chromePath)).close();
  t.notOk(readdirSync(tmpdir()).includes('pickmyclass-browser-99999999-left'));
});

t.test('memory is measured for the whole process tree', { skip: process.platform !== 'linux' }, async (t) => {
  const launched = await launchBrowser(chromePath);
  t.teardown(() => launched.close());
  const megabytes = (await processTreeMb(launched.pid)) ?? 0;
  t.ok(megabytes > 50 && megabytes < 2_000, `${megabytes} MB`);
  t.equal(await processTreeMb(99_999_999), 0);
});
