import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { eventually } from '../support/eventually.ts';
import { processes } from '../support/processes.ts';

const MODULE = fileURLToPath(new URL('../../scripts/start-process.js', import.meta.url));

/** Starts a shell that starts another, both deaf to SIGTERM, and prints their ids. The first may then end. */
const STARTER = `
  const { startProcess, removeAtEnd } = await import(${JSON.stringify(MODULE)});
  removeAtEnd(process.argv[1]);
  const inner = "trap '' TERM; echo $$; while :; do sleep 1; done";
  const outer = "trap '' TERM; echo $$; sh -c \\"$0\\" & [ $1 = leaves ] || wait";
  startProcess('sh', ['-c', outer, inner, process.argv[2]], { stdio: ['ignore', 'inherit', 'inherit'] });
  setInterval(() => {}, 1_000);
`;

for (const [title, outer] of [
  ['what a process has started ends when it is killed, with what that has started', 'stays'],
  ['what is left of a group ends even if its leader has ended before', 'leaves'],
] as const) {
  t.test(title, async (t) => {
    const folder = t.testdir({ 'with space': { file: '' } });
    const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER, `${folder}/with space`, outer], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.teardown(() => starter.kill('SIGKILL'));
    const pids: number[] = [];
    for await (const line of createInterface({ input: starter.stdout })) if (pids.push(Number(line)) === 2) break;
    const left = async (): Promise<number> => (await processes()).filter(({ pid }) => pids.includes(pid)).length;
    await eventually(async () => (await left()) === (outer === 'stays' ? 2 : 1));

    starter.kill('SIGKILL');
    await eventually(async () => (await left()) === 0);
    await eventually(() => !existsSync(`${folder}/with space`));
    t.ok(existsSync(folder), 'and the folder is removed');
  });
}

t.test('a process that ends by itself is an ordinary child', async (t) => {
  const child = startProcess('sh', ['-c', 'exit 3'], { stdio: 'ignore' });
  t.same(await once(child, 'exit'), [3, null]);
});

t.test("a Node program does not get the test runner's loader", async (t) => {
  const script = 'process.exit(process.env.NODE_OPTIONS === undefined ? 0 : 1)';
  const child = startProcess(process.execPath, ['-e', script], {
    env: { ...process.env, NODE_OPTIONS: '--enable-source-maps' },
    stdio: 'ignore',
  });
  t.same(await once(child, 'exit'), [0, null]);
});

t.test('a program that is missing gives an error event', async (t) => {
  const child = startProcess('/no/such/program', [], { stdio: 'ignore' });
  t.match(await once(child, 'error'), [{ code: 'ENOENT' }]);
});
