/** A process that works on a store until it is killed, and the checks on the store afterwards. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import type { Store } from '../../src/store/store.ts';
import { CSE310, LEASE_MS } from '../contract/store/harness.ts';

const WORKING_PROCESS = fileURLToPath(new URL('./working-process.js', import.meta.url));

/** Starts a working process, kills it after `count` lines, and resolves to its lines. */
export async function workUntil(
  t: Test,
  storeUrl: string,
  count: number,
  beforeKill?: () => Promise<void>,
): Promise<string[]> {
  const child: ChildProcess = startProcess(process.execPath, [WORKING_PROCESS, storeUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  const ended = once(reader, 'close');
  reader.on('line', (line) => lines.push(line));
  const tooEarly = ended.then(() => Promise.reject(new Error('the working process ended by itself')));
  while (lines.length < count) await Promise.race([once(reader, 'line'), tooEarly]);
  tooEarly.catch(() => undefined);
  await beforeKill?.();
  child.kill('SIGKILL');
  await ended;
  return lines;
}

/**
 * What the process said is stored, nothing was sent twice or is sent again, and every opening has exactly one
 * notification. `store`: open, its leases lapsed.
 */
export async function saidOnce(t: Test, store: Store, lines: string[]): Promise<void> {
  const said = (what: string): string[] =>
    lines.filter((line) => line.startsWith(what)).map((line) => line.slice(what.length + 1));
  await store.notifications.fanOut(0);
  const changes = (await store.changes.history(CSE310, null, 1_000_000)).map(({ change }) => change);
  t.same(
    said('change').filter((id) => !changes.some((change) => change.id === id)),
    [],
    'every change that was reported as stored is stored',
  );

  const sent = said('sent');
  t.equal(new Set(sent).size, sent.length, 'nothing was sent twice');
  const left = (await store.notifications.claim('email', 'next run', LEASE_MS, 1_000_000)).map(({ id }) => id);
  t.same(
    left.filter((id) => sent.includes(id)),
    [],
    'a sent notification is not pending',
  );

  const { notifications } = (await store.accounts.export(said('student')[0]!)) as {
    notifications: { change: string; status: string }[];
  };
  t.same(
    notifications.map(({ change }) => change),
    changes.filter(({ kind }) => kind === 'opened').map(({ id }) => id),
    'every opening has exactly one notification',
  );
  t.equal(notifications.filter(({ status }) => status === 'pending').length, left.length);
}
