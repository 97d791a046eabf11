import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fullChromium } from '../../scripts/full-chromium.ts';

t.test('a Chromium is taken although a headless shell comes first', { skip: process.platform !== 'linux' }, (t) => {
  const folder = t.testdir({ 'chromium-headless-shell': '#!/bin/sh\n', chromium: '#!/bin/sh\n' });
  for (const name of ['chromium-headless-shell', 'chromium']) chmodSync(join(folder, name), 0o755);
  t.equal(fullChromium({ PATH: folder }), join(folder, 'chromium'));
  t.equal(
    fullChromium({ PATH: folder, CHROME_PATH: join(folder, 'chromium-headless-shell') }),
    join(folder, 'chromium'),
  );
  writeFileSync(join(folder, 'chromium'), 'no program');
  t.not(fullChromium({ PATH: folder }), join(folder, 'chromium-headless-shell'));
  t.end();
});
