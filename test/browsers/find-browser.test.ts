import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { findBrowser } from '../../src/browsers/find-browser.ts';

function executable(folder: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

t.test('CHROME_PATH is used, and nothing else even if it is wrong', async (t) => {
  const folder = t.testdir();
  const installed = executable(folder, 'chromium');
  t.equal(findBrowser(installed, {}).path, installed);
  const search = findBrowser(join(folder, 'missing'), { PATH: folder });
  t.equal(search.path, undefined);
  t.match(search.tried, `CHROME_PATH=${join(folder, 'missing')}`);
});

t.test('a folder or a file that is not a program is not a browser', async (t) => {
  const folder = t.testdir({ inner: {} });
  for (const [name, content] of [
    ['empty', ''],
    ['text', 'hello'],
    ['data', '\0\0\0\0'],
  ] as const) {
    writeFileSync(executable(folder, name), content);
    t.equal(findBrowser(join(folder, name), {}).path, undefined, name);
  }
  t.equal(findBrowser(join(folder, 'inner'), {}).path, undefined);
  t.equal(findBrowser(process.execPath, {}).path, process.execPath);
});

t.test('the lightest browser on the PATH is used', async (t) => {
  const [first, second] = [join(t.testdir({ a: {}, b: {} }), 'a'), join(t.testdirName, 'b')];
  const chrome = executable(first, 'google-chrome');
  t.equal(findBrowser(null, { PATH: `${first}:${second}` }, 'linux').path, chrome);
  const shell = executable(second, 'chromium-headless-shell');
  t.equal(findBrowser(null, { PATH: `${first}:${second}` }, 'linux').path, shell);
  writeFileSync(join(first, 'chrome-headless-shell'), 'not executable');
  t.equal(findBrowser(null, { PATH: `${first}:${second}` }, 'linux').path, shell);
});

t.test("Debian's script around the headless shell is passed over for the browser itself", async (t) => {
  const folder = t.testdir({ bin: {}, lib: { chromium: {} } });
  executable(join(folder, 'bin'), 'chromium-headless-shell');
  const browser = executable(join(folder, 'lib/chromium'), 'chromium-headless-shell');
  t.equal(findBrowser(null, { PATH: join(folder, 'bin') }, 'linux').path, browser);
});

t.test('on Windows the program folders are searched', async (t) => {
  const folder = t.testdir();
  const path = executable(folder, 'Google\\Chrome\\Application\\chrome.exe');
  t.equal(findBrowser(null, { LOCALAPPDATA: folder }, 'win32').path, path);
});

t.test('without a browser, the result says where it searched', async (t) => {
  const search = findBrowser(null, { PATH: t.testdir() }, 'aix');
  t.equal(search.path, undefined);
  t.match(search.tried, /chromium/);
});
