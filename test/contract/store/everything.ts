/** A store with records of every kind, and the checks for a store to which they were moved. */
import type { Test } from 'tap';
import { DEFAULT_TERMS, wishOf } from '../../../src/domain/watch.ts';
import type { Change } from '../../../src/domain/change.ts';
import type { Watch } from '../../../src/domain/watch.ts';
import type { DeadLetter } from '../../../src/store/dead-letters.ts';
import type { StoredKey } from '../../../src/store/keys.ts';
import type { Pause } from '../../../src/store/pauses.ts';
import type { AddedChannel } from '../../../src/store/channels.ts';
import type { StoredChange } from '../../../src/store/changes.ts';
import {
  CSE310,
  CSE310_TOO,
  ENG101,
  fanOut,
  FULL,
  INTERVAL_MS,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takePending,
  watch,
} from './harness.ts';
import type { StoreHarness } from './harness.ts';
import { KEY } from './keys.ts';
import { incidents } from './incidents.ts';

const NOWHERE = 'asu/2267/90001';
/** A section of a term that is over and deleted. */
const LONG_AGO = 'asu/2261/10001';
const PUSH = { type: 'web-push', label: 'Firefox', settings: { endpoint: 'https://push' }, verified: true } as const;
const HOUR_MS = 3_600_000;
const HISTORY = { subject: 'HIS', catalogNumber: '100' };
const HIS100 = 'asu/2267/85001';
const HIS100_TOO = 'asu/2267/85002';
const SEEN = [CSE310, CSE310_TOO, MAT210];

export interface Everything {
  ada: string;
  ben: string;
  /** Suspended. */
  dan: string;
  watches: Watch[];
  letters: DeadLetter[];
  pauses: Pause[];
  /** One of them is revoked. */
  keys: StoredKey[];
  /** Issued when some of the changes existed. */
  cursor: string;
  latest: string;
  changes: StoredChange[];
  since: StoredChange[];
  unpublished: StoredChange[];
  /** The pending notifications of one watch in order. The last ones are not fanned out yet. */
  waiting: string[];
  /** Sent already. */
  sent: string[];
}

/** Leaves a section and all pending notifications leased. */
export async function everything(harness: StoreHarness): Promise<Everything> {
  const { accounts, changes, channels, deadLetters, keys, pauses, retention, sections, watches } = harness.store;
  for (const look of [FULL, OPEN]) await see(harness, LONG_AGO, look);
  await fanOut(harness);
  await changes.markPublished((await changes.unpublished(10)).map(({ change }) => change.id));
  await harness.advance(2);
  await retention.sweep(1, 10);
  const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
  const { channel } = (await channels.add(ben, PUSH)) as Extract<AddedChannel, { outcome: 'added' }>;
  await channels.mute(channel.id, 'the browser is gone', 'us');
  await accounts.addSignIn('token of cid', 'cid@example.edu', HOUR_MS, {
    wishes: [{ section: MAT210, kinds: ['opened'] }],
    preferences: { language: 'es' },
    waitingHash: 'waiting of cid',
  });
  // Hours without length: some harnesses have a real clock, and the tests run at any time of the day.
  await accounts.prefer(ben, { digest: 'daily', quietHours: { from: '22:00', to: '22:00', exceptOpenings: true } });
  for (const section of SEEN) await see(harness, section);
  await watch(harness, ada, CSE310, ['opened', 'closed']);
  await watch(harness, ben, MAT210);
  await watches.update(ben, (await watch(harness, ben, CSE310)).id, { paused: true });
  await watches.add(ada, wishOf(ENG101), false, 10, INTERVAL_MS);
  await see(harness, HIS100, HISTORY);
  const course = { ...DEFAULT_TERMS, course: 'asu/2267/HIS/100', conditions: { before: '18:00' }, minSeats: 2 };
  await watches.add(ben, course, false, 10, INTERVAL_MS);

  await see(harness, CSE310, OPEN);
  const sent = await settled(harness, 'sent');
  await see(harness, MAT210, OPEN);
  await settled(harness, 'dead');

  const cursor = await changes.latestCursor();
  const told: Change[] = [];
  // So many versions that "10" would sort before "3" as text.
  for (const look of [FULL, OPEN, FULL, OPEN, FULL, OPEN, FULL, OPEN])
    told.push(...(await see(harness, CSE310, look)).changes);
  await changes.markPublished((await changes.unpublished(7)).map(({ change }) => change.id));
  await fanOut(harness);
  await watch(harness, ada, NOWHERE);
  await take(harness, [NOWHERE], 'one');
  await sections.forget('one', NOWHERE);
  for (const look of [FULL, OPEN]) told.push(...(await see(harness, CSE310, look)).changes);

  await take(harness, [MAT210], 'one');
  await sections.commit('one', [
    {
      section: MAT210,
      expectedVersion: 2,
      state: null,
      unknown: true,
      missing: true,
      failures: 3,
      demand: 0,
      dueInMs: INTERVAL_MS,
      changes: [],
      failure: { error: 'status 503', by: 'n/browser-1' },
      deadLetter: { error: 'status 503', attempts: 3 },
    },
  ]);
  await harness.store.terms.end('asu', '2264');
  await harness.store.audit.add({ who: 'op@example.edu', action: 'pause', subject: 'checks asu' });
  await incidents(harness);
  const dan = await student(harness, 'dan@example.edu');
  await watch(harness, dan, CSE310);
  await harness.store.users.suspend(dan);
  await pauses.set('checks', 'asu');
  await pauses.set('checks', null);
  for (const id of ['key-1', 'key-2']) await keys.add({ ...KEY, id });
  await keys.noteUse('key-1');
  await keys.revoke('key-2');
  await take(harness, [CSE310], 'somebody');
  await takePending(harness, 'somebody');
  return {
    ada,
    ben,
    dan,
    sent,
    cursor,
    latest: await changes.latestCursor(),
    watches: [...(await watches.list(ada)), ...(await watches.list(ben))],
    letters: await deadLetters.list(10),
    pauses: await pauses.list(),
    keys: [...(await keys.living()), ...(await keys.revoked(10))],
    changes: await changes.recent(1_000),
    since: (await changes.since(cursor, SEEN, 1_000))!,
    unpublished: await changes.unpublished(1_000),
    waiting: told.filter(({ kind }) => kind === 'opened' || kind === 'closed').map(({ id }) => id),
  };
}

/** Everything is there, and the store continues: nothing is lost and nothing is sent twice. */
export async function goesOn(t: Test, harness: StoreHarness, before: Everything): Promise<void> {
  const { accounts, changes, channels, deadLetters, keys, notifications, pauses, sections, watches } = harness.store;
  t.equal(await changes.latestCursor(), before.latest);
  t.same(await changes.recent(1_000), before.changes);
  t.same(await changes.since(before.cursor, SEEN, 1_000), before.since, 'a cursor issued before the move is valid');
  t.equal(await changes.since('0', SEEN, 1_000), undefined, 'a cursor from before the deleted changes is not');
  t.same(await changes.unpublished(1_000), before.unpublished);
  t.same(byId([...(await watches.list(before.ada)), ...(await watches.list(before.ben))]), byId(before.watches));
  t.same(byId(await deadLetters.list(10)), byId(before.letters));
  t.same((await pauses.list()).toSorted(byScope), before.pauses.toSorted(byScope));
  t.same([...(await keys.living()), ...(await keys.revoked(10))], before.keys);
  t.match(await accounts.session('session of ada@example.edu'), { id: before.ada });
  t.match(await channels.list(before.ben), [{ type: 'email' }, { ...PUSH, muted: { reason: 'the browser is gone' } }]);
  t.same(await accounts.peekSignIn('token of cid'), {
    email: 'cid@example.edu',
    wishes: [{ section: MAT210, kinds: ['opened'] }],
    preferences: { language: 'es' },
  });
  t.equal(await accounts.waiting('waiting of cid'), 'waiting');
  t.match(await accounts.preferences(before.ben), { digest: 'daily', quietHours: { from: '22:00' } });
  t.match(await sections.state(MAT210), { status: 'unknown' });
  t.same(await harness.store.terms.over('asu'), ['2264']);
  t.match(await harness.store.audit.page(null, 10), [
    { who: 'op@example.edu', action: 'pause', subject: 'checks asu' },
  ]);
  t.equal(await sections.countWatched('asu'), 4);
  await see(harness, HIS100_TOO, HISTORY);
  t.equal(await sections.countWatched('asu'), 5, 'a new section of a watched course is covered');

  t.match(await fanOut(harness), { notifications: 2 });
  const claimed = await takePending(harness, 'next');
  t.same(
    claimed.flatMap(({ change }) => change?.id ?? []),
    before.waiting,
    'pending and leased notifications are sent in order',
  );
  t.same(
    claimed.filter(({ change, detectedAt }) => change !== null && detectedAt !== Date.parse(change.detectedAt)),
    [],
  );
  t.match(
    claimed.filter(({ notice }) => notice !== null),
    [{ notice: 'not-found', recipient: 'ada@example.edu', section: NOWHERE }],
  );
  t.same(
    claimed.filter(({ id }) => before.sent.includes(id)),
    [],
    'sent ones are not',
  );
  await notifications.record(
    'next',
    claimed.map(({ id }) => ({ id, outcome: 'sent' })),
  );

  for (const look of [FULL, OPEN]) await see(harness, MAT210, look);
  await fanOut(harness);
  const [opened] = await takePending(harness, 'next');
  t.match(
    opened,
    { recipient: 'ben@example.edu', change: { kind: 'opened', version: 4 } },
    'a watch created before the move gets an opening after it',
  );
  await notifications.record('next', [{ id: opened!.id, outcome: 'sent' }]);
  t.same(await fanOut(harness), { changes: 0, notifications: 0 });
  t.same(await takePending(harness, 'next'), [], 'once');
  t.ok(Number((await changes.recent(1))[0]!.cursor) > Number(before.latest), 'no cursor is used twice');

  t.same(await watches.add(before.ben, wishOf(CSE310), true, 10, 0), { outcome: 'duplicate' });
  t.same(await watches.add(before.ben, wishOf(CSE310_TOO), true, 3, 0), { outcome: 'limit' });
  t.match(await watches.add(before.ben, wishOf(CSE310_TOO), true, 4, 0), { outcome: 'added' });
  const letter = before.letters.find(({ kind }) => kind === 'notification')!;
  t.same(await deadLetters.replay(letter.id), letter);
  t.match(await takePending(harness, 'next'), [{ id: letter.subject, attempts: 0 }]);
  t.equal(await harness.store.users.isSuspended('dan@example.edu'), true);
  await harness.store.users.restore(before.dan);
  t.match(await watches.list(before.dan), [{ paused: false }], 'a restored student is watching again');
  await accounts.remove(before.ada);
  t.equal(await notifications.countPending(), 1, 'deleting the student deletes all her data');
}

async function settled(harness: StoreHarness, outcome: 'sent' | 'dead'): Promise<string[]> {
  await fanOut(harness);
  const ids = (await takePending(harness, 'mailer')).map(({ id }) => id);
  await harness.store.notifications.record(
    'mailer',
    ids.map((id) => (outcome === 'sent' ? { id, outcome } : { id, outcome, error: 'no such mailbox' })),
  );
  return ids;
}

function byId<Item extends { id: string }>(items: Item[]): Item[] {
  return items.toSorted((a, b) => a.id.localeCompare(b.id));
}

function byScope(a: Pause, b: Pause): number {
  return `${a.scope} ${a.institution ?? ''}`.localeCompare(`${b.scope} ${b.institution ?? ''}`);
}
