import { chmodSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';

const profiles = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`pickmyclass-browser-${process.pid}-`));

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
