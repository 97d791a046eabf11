/** Watches that a student asks for before signing in. They are kept with the sign-in link and start when it is used. */
import { Check } from 'typebox/value';
import { parseCourseKey } from '../domain/course.ts';
import { parseSectionKey } from '../domain/section.ts';
import { CodedError } from '../runtime/index.ts';
import type { UnstartedWishes } from '../store/accounts.ts';
import { NewWatch } from './contract/watch.ts';
import { webError } from './errors.ts';
import type { Web } from './http/route.ts';
import { readWatch } from './watch-body.ts';

/** What a wish is called on pages and in mails. null: not known, because the section was never seen. */
export interface WishName {
  /** `CSE 310`. */
  course: string | null;
  title: string | null;
  /** null: any section of the course. */
  classNumber: string | null;
}

export interface StartedWishes {
  started: number;
  failed: { name: WishName; code: string }[];
  /** Some may be started later. */
  mustWait: boolean;
}

/** By then, whoever has used the link has started its wishes, or has ended. */
const RESUMED_AFTER_MS = 60_000;
const RESUMED_AT_ONCE = 20;

type Parts = Pick<Web, 'watching'> & { node: Pick<Web['node'], 'store' | 'sources' | 'config'> };

/** Throws PMC_BODY_INVALID, which names the field, for what could never start. Each has the shape of a new watch. */
export function checkWishes(wishes: readonly NewWatch[], { node: { sources, config } }: Pick<Parts, 'node'>): void {
  if (wishes.length > config.maxWatchesPerUser)
    throw webError('PMC_BODY_INVALID', {
      field: 'watches',
      reason: `at most ${config.maxWatchesPerUser} are possible`,
    });
  for (const [index, wish] of wishes.entries()) readWatch(wish, sources.institutions, `watches.${index}.`);
}

/**
 * Starts the wishes of a student who has just signed in. One that is watched already is not started again. Others that
 * cannot start are told with the reason.
 */
async function startWishes(parts: Parts, userId: string, wishes: readonly object[]): Promise<StartedWishes> {
  const told: StartedWishes = { started: 0, failed: [], mustWait: false };
  const outcomes = await Promise.allSettled(wishes.map((wish) => start(parts, userId, wish)));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled' || isWatched(outcome.reason)) told.started += 1;
    else {
      told.mustWait ||= outcome.reason instanceof CodedError && outcome.reason.next === 'later';
      told.failed.push({ name: await nameOf(parts, wishes[index]!), code: codeOf(outcome.reason) });
    }
  }
  return told;
}

/** Starts the wishes of a link that was just used. A link whose wishes must wait is tried again by `resumeWishes`. */
export async function startWishesOf(
  parts: Parts,
  { tokenHash, userId, wishes }: UnstartedWishes,
): Promise<StartedWishes> {
  const told = await startWishes(parts, userId, wishes);
  if (!told.mustWait) await parts.node.store.accounts.wishesStarted(tokenHash);
  return told;
}

/** Starts the wishes of links that were used before a crash. */
export async function resumeWishes(parts: Parts): Promise<void> {
  for (const link of await parts.node.store.accounts.unstarted(RESUMED_AFTER_MS, RESUMED_AT_ONCE))
    await startWishesOf(parts, link);
}

export function namesOf(parts: Parts, wishes: readonly object[]): Promise<WishName[]> {
  return Promise.all(wishes.map((wish) => nameOf(parts, wish)));
}

async function start({ watching, node: { sources } }: Parts, userId: string, wish: object): Promise<void> {
  // The link may come from an earlier version of the program.
  if (!Check(NewWatch, wish)) throw webError('PMC_BODY_INVALID', { field: 'watches', reason: 'is not a watch' });
  await watching.start(userId, readWatch(wish, sources.institutions));
}

async function nameOf({ node: { store } }: Parts, wish: object): Promise<WishName> {
  const { section, course } = Check(NewWatch, wish) ? wish : {};
  const key = parseCourseKey(course ?? '');
  if (key !== undefined) return { course: `${key.subject} ${key.catalogNumber}`, title: null, classNumber: null };
  const state = await store.sections.state(section ?? '');
  return {
    course: state === undefined ? null : `${state.subject} ${state.catalogNumber}`,
    title: state?.title ?? null,
    classNumber: parseSectionKey(section ?? '')?.classNumber ?? null,
  };
}

/** Of the error that students have words for. */
function codeOf(reason: unknown): string {
  return reason instanceof CodedError ? reason.code : 'PMC_INTERNAL';
}

function isWatched(reason: unknown): boolean {
  return reason instanceof CodedError && reason.code === 'PMC_WATCH_DUPLICATE';
}
