/** For any invalid arguments, the command line ends with a line that names the error. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';

const ODD = [
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '',
  ' ',
  '-',
  '--',
  '---',
  '--=',
  '-x',
  '--constructor',
  '--__proto__=1',
  '%',
  '%s',
  '\u{1b}[2J',
  'a\nb',
  '\ud800',
  '\ufeff',
  '../../../..',
  '9'.repeat(400),
  'x'.repeat(5_000),
];
const KEYS = [
  'asu/2267',
  'asu//1',
  'ASU/2267/1',
  'asu/2267/66445/',
  'constructor/2267/1',
  'toString/2267/1',
  'a/2267/1',
  'asu/2267/９',
  'asu/2267/1\n',
  `asu/2267/${'9'.repeat(99)}`,
  '__proto__',
  'CSE',
  '#',
];
const PORTS = ['-1', '1.5', '65536', 'NaN', 'Infinity', '1e99', '', ' ', '0x', '\u{1b}', 'constructor', '９'];

/** Lists of invalid arguments. None of them starts a system. */
const LISTS: string[][] = [
  [],
  ...ODD.filter((odd) => odd !== '').map((odd) => [odd]),
  ...ODD.filter((odd) => odd !== '--').flatMap((odd) => [
    ['start', odd || 'x'],
    ['doctor', odd || 'x'],
  ]),
  ...ODD.map((odd) => ['dead-letters', odd || 'x']),
  ['dead-letters'],
  ['dead-letters', 'list', 'x'],
  ['dead-letters', 'replay', 'x', 'y'],
  ['check'],
  ['check', '--json'],
  ...[...ODD, ...KEYS].map((key) => ['check', key || 'x']),
  ['check', 'asu/2267/66445', '--jason'],
  ['check', '--json=yes', 'asu/2267/66445'],
  ...PORTS.flatMap((bad) => [
    ['campus', `--port=${bad}`],
    ['campus', `--seed=${bad === '65536' ? '-5' : bad}`],
    ['campus', `--speed=${['1.5', '65536'].includes(bad) ? '-1' : bad}`],
  ]),
  ...['/', '/dev/null', '/no/such/file', 'package.json', 'dist/src/cli.js', '/dev/null/x', '', '\u{1b}'].flatMap(
    (file) => [
      ['campus', '--port=0', `--trace=${file}`],
      ['campus', '--port=0', `--capture=${file}`],
    ],
  ),
  ...['constructor', 'a b', '203.0.113.7', 'http://x', '%', '-', '::g', '\u{1b}'].map((host) => [
    'campus',
    '--port=0',
    `--host=${host}`,
  ]),
  ['campus', '--port'],
  ['campus', 'x'],
  ['migrate'],
  ['migrate', 'x'],
  ...[
    'constructor',
    'sqlite:',
    'sqlite:/',
    'sqlite:/no/such/file',
    'mongodb://',
    'mongodb://%',
    'mongodb://h:99999',
    'mongodb+srv://h:1',
    '\u{1b}',
    '',
  ].map((url) => ['migrate', `--from=${url}`, '--to=sqlite:/no/such/folder/db']),
];

/** Runs the command line with each list in one process. Each query in the URL makes the import a new module. */
const BATCH = `
  const end = process.exit.bind(process);
  // The command line exits by itself, which must not end this process.
  process.exit = () => {};
  for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
  for (const [index, args] of JSON.parse(process.env.LISTS).entries()) {
    process.argv = [process.argv[0], 'pickmyclass', ...args];
    process.exitCode = undefined;
    await import('./dist/src/cli.js?' + index);
    process.stderr.write('\\u0001' + process.exitCode + '\\u0002');
  }
  end(0);
`;

t.test('an invalid argument never gives a stack trace: the error has a code, and the exit code is 2', async (t) => {
  const child = startProcess(process.execPath, ['--input-type=module', '-e', BATCH], {
    env: { PATH: process.env['PATH'], DATA_DIR: t.testdir(), LISTS: JSON.stringify(LISTS), PORT: '0', MQTT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  t.equal(stdout, '', 'results go to stdout, and there are none');
  const runs = stderr.split('\u0002').slice(0, -1);
  t.equal(runs.length, LISTS.length);
  const wrong = runs.flatMap((run, index) => {
    const [said = '', code] = run.split('\u0001');
    const good =
      code === '2' &&
      said.length < 2_000 &&
      /^(pickmyclass: PMC_[A-Z_]+ [^\n]+\n)+$/.test(said) &&
      !/\p{Control}/u.test(said.replaceAll('\n', ''));
    return good ? [] : [{ args: LISTS[index], code, said: said.slice(0, 500) }];
  });
  t.same(wrong, []);
});
