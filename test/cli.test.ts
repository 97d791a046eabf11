/** The command line, as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startCampus } from '../scripts/campus/campus.ts';

const CAPTURE = 'test/fixtures/asu/search-classes-cse310-2267.json';

async function pickmyclass(args: string[], environment: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH, HOME, CHROME_PATH } = process.env;
  const child = spawn(process.execPath, ['dist/src/cli.js', ...args], { env: { PATH, HOME, CHROME_PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  return { code, stdout, stderr };
}

t.test('--help and --version go to stdout and end with 0', async (t) => {
  t.match(await pickmyclass(['--help']), { code: 0, stdout: /pickmyclass check/, stderr: '' });
  t.match(await pickmyclass(['--version']), { code: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
});

t.test('what is not known ends with 2 and a line that says which', async (t) => {
  t.match(await pickmyclass(['dance']), { code: 2, stdout: '', stderr: /"dance"/ });
  t.match(await pickmyclass([]), { code: 2, stdout: '' });
  t.match(await pickmyclass(['start', '--fast']), { code: 2, stdout: '', stderr: /--fast/ });
  t.match(await pickmyclass(['check']), { code: 2 });
  t.match(await pickmyclass(['dead-letters', 'burn']), { code: 2, stderr: /burn/ });
  t.match(await pickmyclass(['campus', '--port', 'x']), { code: 2, stderr: /--port=x/ });
});

t.test('every bad variable is named, then exit 2', async (t) => {
  const { code, stderr } = await pickmyclass(['start'], { PORT: 'http', LEASE_SECONDS: '0' });
  t.equal(code, 2);
  t.match(stderr, /PORT=http/);
  t.match(stderr, /LEASE_SECONDS=0/);
  t.notMatch(stderr, /\n {4}at /, 'no stack trace');
});

t.test('check prints what the source shows, one line for each section, in order', async (t) => {
  const campus = await startCampus({ port: 0, capture: CAPTURE, speed: 0 });
  t.teardown(() => campus.close());
  const environment = { ASU_CATALOG_URL: campus.catalogUrl };
  const seen = await pickmyclass(['check', 'asu/2267/66445', 'asu/2267/75092', '--json'], environment);
  t.equal(seen.code, 0, seen.stderr);
  const lines = seen.stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  t.match(lines, [
    {
      section: 'asu/2267/66445', status: 'open', instructors: ['Ada Alder'], seats: { capacity: 150, enrolled: 81, available: 69, reserved: 0, open: 69 },
      meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45' }],
    },
    { section: 'asu/2267/75092' },
  ]);
  t.match(await pickmyclass(['check', 'asu/2267/66445'], environment), { code: 0, stdout: /OPEN[\s\S]*81 of 150 taken, 69 open[\s\S]*Mon Wed {2}16:30–17:45/ });

  const missing = await pickmyclass(['check', 'asu/2267/1', 'asu/2267/66445', '--json'], environment);
  t.equal(missing.code, 3);
  t.match(JSON.parse(missing.stdout.split('\n')[0]!), { section: 'asu/2267/1', code: 'PMC_SECTION_NOT_FOUND' });
});

t.test('check refuses what is no key before it looks at anything', async (t) => {
  t.match(await pickmyclass(['check', 'asu/2267/66445', '66445'], { ASU_CATALOG_URL: 'http://127.0.0.1:1/' }), { code: 2, stdout: '', stderr: /"66445" is no section key/ });
});

t.test('a section that cannot be seen is unknown, exit 4', async (t) => {
  const { code, stdout } = await pickmyclass(['check', 'asu/2267/66445', '--json'], { ASU_CATALOG_URL: 'http://127.0.0.1:1/' });
  t.equal(code, 4);
  t.match(JSON.parse(stdout), { section: 'asu/2267/66445', status: 'unknown' });
});

t.test('dead letters of a store at rest', async (t) => {
  const environment = { DATA_DIR: t.testdir() };
  t.match(await pickmyclass(['dead-letters', 'list'], environment), { code: 0, stdout: '' });
  t.match(await pickmyclass(['dead-letters', 'replay', 'none'], environment), { code: 1, stderr: /PMC_DEAD_LETTER_NOT_FOUND/ });
});

t.test('doctor names what is not reachable and ends with 1', async (t) => {
  const environment = { DATA_DIR: t.testdir(), ASU_CATALOG_URL: 'http://127.0.0.1:1/', PORT: '0', MQTT_PORT: '0' };
  const { code, stdout } = await pickmyclass(['doctor'], environment);
  t.equal(code, 1);
  t.match(stdout, /source .*\n +FAIL {2}PMC_SOURCE_UNREACHABLE/);
  t.match(stdout, /browser .*\n +ok/);
  t.match(stdout, /store .*\n +ok/);
});
