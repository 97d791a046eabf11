import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import t from 'tap';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { CSE310, LEASE_MS } from '../../contract/store/harness.ts';

const WORKING_PROCESS = fileURLToPath(new URL('./working-process.js', import.meta.url));

/** Starts a working process, and resolves with what it had said when it is killed with `count` lines heard. */
async function workUntil(t: Test, path: string, count: number, beforeKill?: () => Promise<void>): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [WORKING_PROCESS, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  const ended = once(reader, 'close');
  reader.on('line', (line) => lines.push(line));
  while (lines.length < count) await once(reader, 'line');
  await beforeKill?.();
  child.kill('SIGKILL');
  await ended;
  return lines;
}

for (const count of [2, 13, 101, 502]) {
  t.test(`nothing is lost and nothing doubled when the process is killed after ${count} writes`, async (t) => {
    const path = join(t.testdir({}), 'store.db');
    const lines = await workUntil(t, path, count);
    const said = (what: string): string[] => lines.filter((line) => line.startsWith(what)).map((line) => line.slice(what.length + 1));

    const store = new SqliteStore(path, { now: () => Date.now() + LEASE_MS });
    await store.open();
    t.teardown(() => store.close());
    const changes = (await store.changes.history(CSE310, null, 1_000_000)).map(({ change }) => change);
    t.same(said('change').filter((id) => !changes.some((change) => change.id === id)), [], 'every change that was said to be stored is');

    const sent = said('sent');
    t.equal(new Set(sent).size, sent.length, 'nothing was sent twice');
    await store.notifications.fanOut(['email'], 0);
    const left = (await store.notifications.claim('email', 'next run', LEASE_MS, 1_000_000)).map(({ id }) => id);
    t.same(left.filter((id) => sent.includes(id)), [], 'what was sent is not pending');

    const { notifications } = await store.accounts.export(said('student')[0]!) as { notifications: { change: string; status: string }[] };
    t.same(notifications.map(({ change }) => change), changes.filter(({ kind }) => kind === 'opened').map(({ id }) => id), 'every opening has its one notification');
    t.equal(notifications.filter(({ status }) => status === 'pending').length, left.length);
  });
}

t.test('a second process is refused, and let in once the first one is dead', async (t) => {
  const path = join(t.testdir({}), 'store.db');
  const store = new SqliteStore(path, Date);
  await workUntil(t, path, 1, async () => {
    await t.rejects(store.open(), { code: 'PMC_STORE_LOCKED' });
    await t.rejects(store.ping(), { code: 'PMC_STORE_UNAVAILABLE' });
  });
  await store.open();
  t.teardown(() => store.close());
  await t.resolves(store.ping());
});
