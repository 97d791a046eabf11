import t from 'tap';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newContext, sampled, type Span } from '../../src/telemetry/traces/span.ts';
import { startProcess } from '../../scripts/start-process.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, FULL, OPEN, see, student, watch } from '../contract/store/harness.ts';
import { eventually } from '../support/eventually.ts';
import { MailServer } from './mail-server.ts';

const POOL = 5;
const STUDENTS = 120;
const CHILD = fileURLToPath(new URL('kill-child.js', import.meta.url));

async function openStore(path: string) {
  const store = new SqliteStore(path, systemClock);
  await store.open();
  return { store, reopen: async () => undefined, advance: async () => undefined, now: () => Date.now() };
}

t.test(
  'a process killed at any moment loses no notification and repeats at most one mail per connection',
  async (t) => {
    const path = join(t.testdir({}), 'store.db');
    const harness = await openStore(path);
    for (let n = 0; n < STUDENTS; n += 1)
      await watch(harness, await student(harness, `student${n}@example.edu`), CSE310);
    await see(harness, CSE310, FULL);
    await see(harness, CSE310, OPEN);
    const look = sampled(newContext());
    await harness.store.traces.keep({ [`${CSE310}#2:opened`]: look });
    await harness.store.close();

    const server = await new MailServer().listen();
    t.teardown(() => server.close());
    /** What each run wrote. */
    const runs: string[][] = [];
    const start = () => {
      const child = startProcess(process.execPath, [CHILD, path, server.url], { stdio: ['pipe', 'pipe', 'inherit'] });
      const spans: string[] = [];
      child.stdout!.on('data', (text) => void spans.push(String(text)));
      runs.push(spans);
      return { child, exited: once(child, 'close') };
    };

    /** What the server had accepted when each run ended. */
    const ends: number[] = [];
    for (const accepted of [1, 20, 43, 77, 100]) {
      const { child, exited } = start();
      await server.until(accepted);
      child.kill('SIGKILL');
      await exited;
      ends.push(server.received.length);
    }
    const recipients = () => server.received.map(({ to }) => to);
    const { child, exited } = start();
    await eventually(() => new Set(recipients()).size === STUDENTS);
    child.stdin.end();
    t.same(await exited, [0, null]);
    ends.push(server.received.length);

    const { store } = await openStore(path);
    t.teardown(() => store.close());
    t.equal(await store.notifications.countPending(), 0, 'nothing is left');
    t.equal(await store.deadLetters.count(), 0, 'nothing was given up');
    const repeated = ends.map((end, run) => {
      const before = new Set(recipients().slice(0, ends[run - 1] ?? 0));
      return recipients()
        .slice(ends[run - 1] ?? 0, end)
        .filter((to) => before.has(to)).length;
    });
    t.ok(
      repeated.every((count) => count <= POOL),
      `repeated after each kill: ${repeated.slice(1).join(', ')}`,
    );
    t.equal(
      new Set(server.received.map(({ to, mail }) => `${to} ${mail.messageId}`)).size,
      STUDENTS,
      'a repeated mail has the same Message-ID',
    );
    const spans = runs.map((written) => wholeLines(written.join('')).map((line) => JSON.parse(line) as Span));
    t.ok(spans.filter(({ length }) => length > 0).length > 1, 'several processes add to the trace of the look');
    t.ok(
      spans.flat().every(({ parent }) => parent === look),
      'and all of them go on where the look ended',
    );
  },
);

/** A killed process may have written a part of its last line. */
function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
