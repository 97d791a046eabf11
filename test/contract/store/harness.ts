/** What the store contract needs from an adapter, and the steps that its suites share. */
import type { Test } from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import type { Change, ChangeKind } from '../../../src/domain/change.ts';
import { observe } from '../../../src/domain/change.ts';
import type { ClaimedNotification } from '../../../src/domain/notification.ts';
import type { SectionState, SeenSection } from '../../../src/domain/section.ts';
import { parseSectionKey } from '../../../src/domain/section.ts';
import type { Watch } from '../../../src/domain/watch.ts';
import { wholeSections } from '../../../src/checking/looking/whole-sections.ts';
import type { ClaimedSection, CommitResult, KnownSection, SectionCommit } from '../../../src/store/sections.ts';
import type { Store } from '../../../src/store/store.ts';
import { seen } from '../../support/states.ts';

export interface StoreHarness {
  /** Open. */
  readonly store: Store;
  /** Closes and opens the store like a restart of the process. Leases of the earlier run may have ended or not. */
  reopen(): Promise<void>;
  /** Advances the store's clock. */
  advance(ms: number): Promise<void>;
  /** The store's clock, epoch milliseconds. */
  now(): number;
}

/** The harness of a store whose clock can be set. */
export interface ClockedHarness extends StoreHarness {
  /** Sets the store's reference clock. No time passes. The next ping notices it. */
  jump(byMs: number): void;
}

/** An empty store, closed when the test ends. */
export type MakeHarness = (t: Test) => Promise<ClockedHarness>;

export const LEASE_MS = 60_000;
export const INTERVAL_MS = 300_000;
export const CSE310 = 'asu/2267/66445';
export const CSE310_TOO = 'asu/2267/66446';
export const MAT210 = 'asu/2267/70001';
export const ENG101 = 'asu/2267/80001';

type Look = Parameters<typeof seen>[0];

/** What a look at a section shows, by key. CSE 310 by default. */
export function lookAt(section: string, look: Look = {}): SeenSection {
  const { term, classNumber } = parseSectionKey(section)!;
  return seen({
    term,
    classNumber,
    ...(section === MAT210 ? { subject: 'MAT', catalogNumber: '210', title: 'Brief Calculus' } : {}),
    ...look,
  });
}

export const FULL: Look = {};
export const OPEN: Look = { enrolled: 149 };

/** The commit of a sure look at a section whose last state was `before`. */
export function commitOf(
  harness: Pick<StoreHarness, 'now'>,
  section: string,
  before: SectionState | null,
  look: Look = FULL,
): SectionCommit {
  const { state, changes } = observe(
    parseSectionKey(section)!.institution,
    before,
    lookAt(section, look),
    new Date(harness.now()).toISOString(),
  );
  return {
    section,
    expectedVersion: before?.version ?? 0,
    state,
    unknown: false,
    missing: false,
    failures: 0,
    demand: 0,
    dueInMs: INTERVAL_MS,
    changes,
  };
}

/** Claims a section, looks at it and commits the look. */
export async function see(
  harness: StoreHarness,
  section: string,
  look: Look = FULL,
): Promise<{ result: CommitResult; changes: Change[] }> {
  const claimed = await take(harness, [section], 'see');
  const { state, demand } = claimed[0]!;
  const commit = { ...commitOf(harness, section, state, look), demand };
  const result = await harness.store.sections.commit('see', [commit]);
  return { result, changes: result.changes.map(({ change }) => change) };
}

/** Claims a section and commits a failed look with a dead letter. */
export async function giveUp(
  harness: StoreHarness,
  section: string,
  error: string,
  attempts = 3,
  by?: string,
): Promise<void> {
  const [row] = await take(harness, [section], 'give up');
  const { state, missingForMs, demand } = row!;
  await harness.store.sections.commit('give up', [
    {
      section,
      expectedVersion: state?.version ?? 0,
      state: null,
      unknown: true,
      missing: missingForMs !== null,
      failures: attempts,
      demand,
      dueInMs: INTERVAL_MS,
      changes: [],
      failure: { error, ...(by !== undefined && { by }) },
      deadLetter: { error, attempts },
    },
  ]);
}

/** Claims sections and reads their whole states, as the section-checker does. */
export async function take({ store }: StoreHarness, sections: string[], owner: string): Promise<KnownSection[]> {
  return await wholeSections(store.sections, await store.sections.claim('asu', { sections }, owner, LEASE_MS));
}

/** Claims the watched sections that are due, with the rest of their courses. */
export async function takeDue({ store }: Pick<StoreHarness, 'store'>, owner: string): Promise<ClaimedSection[]> {
  const { sections } = await store.sections.watched('asu', null);
  const requests = sections
    .filter(({ dueInMs }) => dueInMs === 0)
    .map(({ section, term, course }) => (course === null ? { section } : { term, course }));
  const claimed = await store.sections.claim('asu', { requests }, owner, LEASE_MS);
  return claimed.toSorted((a, b) => (a.section < b.section ? -1 : 1));
}

/** Milliseconds until the first watched section is due; null: none is watched. */
export async function nextDueInMs({ sections }: Store): Promise<number | null> {
  const watched = await sections.watched('asu', null);
  return watched.sections.length === 0 ? null : Math.min(...watched.sections.map(({ dueInMs }) => dueInMs));
}

/** Signs a student in. Returns the user's id. */
export async function student({ store }: StoreHarness, email = 'ada@example.edu'): Promise<string> {
  await store.accounts.addSignIn(`token of ${email}`, email, 60_000);
  const user = await store.accounts.signIn(`token of ${email}`, `session of ${email}`, 3_600_000);
  return user!.id;
}

export async function watch(
  { store }: StoreHarness,
  userId: string,
  section: string,
  kinds: ChangeKind[] = ['opened'],
): Promise<Watch> {
  const added = await store.watches.add(userId, wishOf(section, { kinds: kinds }), false, 10, INTERVAL_MS);
  if (added.outcome !== 'added') throw new Error(`the watch was not added: ${added.outcome}`);
  return added.watch;
}

export async function fanOut(
  { store }: StoreHarness,
  quietGapMs = 0,
): Promise<{ changes: number; notifications: number }> {
  return await store.notifications.fanOut(quietGapMs);
}

export async function takePending({ store }: StoreHarness, owner: string, limit = 100): Promise<ClaimedNotification[]> {
  return await store.notifications.claim('email', owner, LEASE_MS, limit);
}

export const keysOf = (rows: { section: string }[]): string[] => rows.map(({ section }) => section);
