/** Watches that a student asks for before signing in. They are kept with the sign-in link and start when it is used. */
import { Check } from 'typebox/value';
import { parseCourseKey } from '../domain/course.ts';
import { parseSectionKey } from '../domain/section.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
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
  failed: { name: WishName; reason: string }[];
}

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
export async function startWishes(parts: Parts, userId: string, wishes: readonly object[]): Promise<StartedWishes> {
  const told: StartedWishes = { started: 0, failed: [] };
  const outcomes = await Promise.allSettled(wishes.map((wish) => start(parts, userId, wish)));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled' || isWatched(outcome.reason)) told.started += 1;
    else told.failed.push({ name: await nameOf(parts, wishes[index]!), reason: reasonOf(outcome.reason) });
  }
  return told;
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

function isWatched(reason: unknown): boolean {
  return reason instanceof CodedError && reason.code === 'PMC_WATCH_DUPLICATE';
}
