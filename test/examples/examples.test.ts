import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const DIST = fileURLToPath(new URL('../../', import.meta.url));
const REPOSITORY = join(DIST, '..');
/** What each example prints. */
const OUTPUT: Record<string, RegExp> = {
  '01-hello': /^node\/greeter says: hello, Ada\nthe greeter stops\n$/,
  '02-ask': /^1 \+ 2 \+ 3 = 6\nnode\/adder does not accept this message of the type "plus"/,
  '03-supervise': /^the divider has started\n.* terminated\n.* started\n84 \/ 2 = 42\n$/,
  '04-thread': /^\{ primes: 168, onMain: false \}\n$/,
  '05-breaker': /closed\)\n.*open\)\n.*open for another 60000 ms.*\n.*half-open\nsunny \(the breaker is closed\)\n$/,
  '06-over-mqtt': /^HELLO OVER THERE\n$/,
};

const run = async (directory: string, example: string): Promise<string> => {
  const program = join(directory, 'examples', `${example}.js`);
  return (await promisify(execFile)(process.execPath, [program], { timeout: 60_000 })).stdout;
};

for (const [example, output] of Object.entries(OUTPUT)) {
  t.test(`${example} runs and ends by itself`, async (t) => {
    t.match(await run(DIST, example), output);
    const lines = (await readFile(join(REPOSITORY, 'examples', `${example}.ts`), 'utf8')).split('\n').length;
    t.ok(lines <= 60, `${lines} lines`);
  });
}

t.test('every example is listed here', async (t) => {
  const files = (await readdir(join(REPOSITORY, 'examples'))).filter((file) => /^\d/.test(file));
  t.same(
    files.map((file) => file.replace('.ts', '')),
    Object.keys(OUTPUT),
  );
});

t.test('the runtime runs alone: its folder and the examples, without any package', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'runtime-'));
  t.teardown(() => rm(directory, { recursive: true }));
  await cp(join(DIST, 'src/runtime'), join(directory, 'src/runtime'), { recursive: true });
  await cp(join(DIST, 'examples'), join(directory, 'examples'), { recursive: true });
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  for (const [example, output] of Object.entries(OUTPUT)) {
    if (example !== '06-over-mqtt') t.match(await run(directory, example), output, example);
  }
});

t.test('the README of the runtime begins with an example that runs', async (t) => {
  const readme = await readFile(join(REPOSITORY, 'src/runtime/README.md'), 'utf8');
  const code = /```ts\n([^]*?)```/.exec(readme)?.[1];
  t.equal(code, await readFile(join(REPOSITORY, 'examples/02-ask.ts'), 'utf8'));
});
