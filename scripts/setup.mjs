// Prepares a fresh clone for `npm start` and `npm test`: dependencies, build, browser, servers for tests. It is plain
// JavaScript, because nothing is installed yet when it runs. Each step leaves a stamp, so that a second run is fast.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const forTests = process.argv.includes('--test');
const MINIMUM_NODE = [20, 19];
const ATTEMPT_LIMIT_MS = 300_000;

process.chdir(root);
checkNode();
installDependencies();
build();
if (forTests) buildTestRunner();
await provideBrowser();
if (forTests) {
  if (!process.env.CHROME_PATH) await provideBothBrowsers();
  await provideServers();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  fail(
    `Node ${MINIMUM_NODE.join('.')} or newer is needed, this is ${process.versions.node}. ` +
      "Install a current Node from nodejs.org or your system's packages, then run the same command again.",
  );
}

function installDependencies() {
  const stamp = hash(['package.json', 'package-lock.json'].map((file) => readFileSync(file)));
  if (isStamped('node_modules', 'dependencies', stamp)) return;
  say('Installing the dependencies (once, about a minute) …');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'The dependencies could not be installed. Check that this machine reaches the npm registry ' +
      '(or that npm knows your proxy or mirror), then run the same command again.',
  );
  setStamp('node_modules', 'dependencies', stamp);
}

function build() {
  const inputs = [
    ...filesBelow('src'),
    ...filesBelow('scripts'),
    ...filesBelow('test'),
    'tsconfig.json',
    'vite.config.ts',
    'package-lock.json',
  ];
  const stamp = hash(
    inputs.filter((file) => existsSync(file)).map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`),
  );
  if (isStamped('dist', 'build', stamp)) return;
  say('Building …');
  run(
    'npm',
    ['run', '--silent', 'build'],
    'The build failed; the messages above say where. In an unchanged clone, please report it.',
  );
  setStamp('dist', 'build', stamp);
}

/** tap builds its test class from the plugins in .taprc, once. Then it is bundled, because every test file loads it. */
function buildTestRunner() {
  const stamp = hash([readFileSync('.taprc'), readFileSync('package-lock.json')]);
  if (isStamped('.tap', 'runner', stamp) && existsSync('dist/node_modules/tap')) return;
  const advice = 'The test runner could not be prepared. Remove node_modules and .tap, then run npm test again.';
  run('npx', ['--no-install', 'tap', 'build'], advice);
  run('node', ['dist/scripts/bundle.js', 'tap'], advice);
  setStamp('.tap', 'runner', stamp);
}

/** Tries CHROME_PATH, an installed Chrome or Chromium, puppeteer's own, a download, and Debian's packages. */
async function provideBrowser() {
  const { findBrowser } = await built('src/browsers/find-browser.js');
  const found = () => findBrowser(process.env.CHROME_PATH || null, process.env).path;
  if (found() !== undefined) return;
  if (process.env.CHROME_PATH)
    fail(
      `CHROME_PATH=${process.env.CHROME_PATH} is not an executable file. ` +
        'Set it to your Chrome or Chromium, or unset it.',
    );
  say('No Chrome or Chromium is installed; trying to download one …');
  attempt('npx', ['--no-install', 'puppeteer', 'browsers', 'install', 'chrome-headless-shell']);
  if (found() !== undefined) return;
  installPackages('chromium-headless-shell');
  if (found() !== undefined) return;
  installPackages('chromium'); // older Debian
  if (found() !== undefined) return;
  fail(
    'PickMyClass needs headless Chrome or Chromium. None was found, and none could be downloaded or installed. ' +
      'Install one by hand (Debian or Ubuntu: "sudo apt-get install chromium"; macOS: "brew install --cask ' +
      'google-chrome"; Windows: from google.com/chrome), or set CHROME_PATH to the executable of an installed one. ' +
      'Then run the same command again.',
  );
}

/**
 * The tests open hundreds of pages, and a headless shell needs less than half the CPU time for them. But it shows no
 * notifications. So Debian's packages of both are tried.
 */
async function provideBothBrowsers() {
  const { installedBrowsers, isHeadlessShell } = await built('src/browsers/find-browser.js');
  const { fullChromium } = await built('scripts/full-chromium.js');
  const hasFullOne = () => fullChromium(process.env) !== undefined;
  if (!installedBrowsers(process.env).some(isHeadlessShell)) installPackages('chromium-headless-shell');
  if (!hasFullOne()) installPackages('chromium');
  if (!hasFullOne())
    say(
      'TESTS OF NOTIFICATIONS WILL BE SKIPPED: install Chromium (Debian or Ubuntu: "sudo apt-get install chromium").',
    );
}

/** Provides MongoDB and Mosquitto. Without one, the set-up continues and the tests that need it are skipped. */
async function provideServers() {
  const [{ mosquittoPath }, { provideMongo }, { pythonWith }] = await Promise.all(
    ['mosquitto', 'provide-mongo', 'python'].map((name) => built(`test/support/${name}.js`)),
  );
  await provideMongo({ say, installPackages });
  if (mosquittoPath('mosquitto') === undefined) installPackages('mosquitto', 'mosquitto-clients');
  if (mosquittoPath('mosquitto') === undefined)
    say(
      'TESTS ON AN EXTERNAL BROKER WILL BE SKIPPED: put mosquitto on the PATH (Debian or Ubuntu: ' +
        '"sudo apt-get install mosquitto mosquitto-clients").',
    );
  // For the examples of docs/guides/other-systems.md.
  const hasPaho = () => pythonWith('paho.mqtt.client') !== undefined;
  if (!hasPaho()) installPackages('python3-paho-mqtt', 'jq', 'curl');
  if (!hasPaho())
    say('THE EXAMPLE WITH PAHO WILL BE SKIPPED: install it for python3 ("sudo apt-get install python3-paho-mqtt").');
}

/** Imports what the build has made. */
function built(file) {
  return import(pathToFileURL(join(root, 'dist', file)).href);
}

/** Installs Debian packages, if this user may. */
function installPackages(...names) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  say(`Installing Debian's ${names.join(', ')} …`);
  attempt('apt-get', ['update', '-qq']);
  attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hash(parts) {
  const sum = createHash('sha256').update(process.versions.modules);
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}

function stampFile(folder, name) {
  return join(folder, `.pickmyclass-${name}`);
}

function isStamped(folder, name, stamp) {
  const file = stampFile(folder, name);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function setStamp(folder, name, stamp) {
  writeFileSync(stampFile(folder, name), stamp);
}

/** Output of children goes to stderr, because stdout belongs to the command that follows. */
function run(command, args, advice) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) fail(advice);
}

/** Runs a command that may fail, because another way follows. Its output is hidden. */
function attempt(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, args, { stdio: 'ignore', timeout: ATTEMPT_LIMIT_MS, shell: process.platform === 'win32', env });
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(paragraph) {
  process.stderr.write(`\n${paragraph}\n`);
  process.exit(1);
}
