/** A store in which every section of a campus was seen and is watched, as after some days of work. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wishOf } from '../../../src/domain/watch.ts';
import { observe } from '../../../src/domain/change.ts';
import type { SectionState } from '../../../src/domain/section.ts';
import { institutionById } from '../../../src/institutions/index.ts';
import { searchUrl } from '../../../src/institutions/asu/search-url.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import type { ArchivedWatch } from '../../../src/store/archive.ts';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Campus } from '../../campus/campus.ts';
import { byCourse, SERVER_DELAY_MS, sourceOf } from '../campus-questions.ts';
import { WATCHERS, WATCHES_PER_STUDENT } from '../setting.ts';

const IN_MEMORY = '/dev/shm/pickmyclass-bench-';
const AT_ONCE = 2_000;
/** No section is due by itself while the bench runs. */
const DUE_IN_MS = 86_400_000;

/** Creates the store in `dataDir`. Each section has four watches, each student ten. */
export async function prepareSeenStore(dataDir: string, campus: Campus): Promise<void> {
  campus.misbehave({ latencyMs: 0 });
  const states = await statesOf(campus);
  campus.misbehave({ latencyMs: SERVER_DELAY_MS });
  const scratch = await mkdtemp(IN_MEMORY);
  const file = join(scratch, 'store.db');
  const store = createSqliteStore(file, systemClock);
  await store.open();
  await addAll(store, states);
  await store.close();
  await copyFile(file, join(dataDir, 'pickmyclass.db'));
  await rm(scratch, { recursive: true });
}

/** Reads the sections with the program's own reader, so that the first cycle finds no change. */
async function statesOf(campus: Campus): Promise<SectionState[]> {
  const { searchUrl: endpoint } = sourceOf(campus);
  const asu = institutionById('asu')!;
  const at = new Date().toISOString();
  const states: SectionState[] = [];
  for (const { request } of byCourse(campus)) {
    const answer = await fetch(searchUrl(endpoint, request, undefined), { headers: { authorization: 'Bearer null' } });
    const reading = asu.read(request, { way: 'api', pages: [await answer.text()] });
    if (reading.outcome !== 'complete') throw new Error(`${request.id}: ${reading.reason}`);
    for (const seen of reading.sections) states.push(observe('asu', null, seen, at).state);
  }
  return states;
}

async function addAll(store: Store, states: readonly SectionState[]): Promise<void> {
  const now = Date.now();
  const sections = states.map((state) => ({
    ...pick(state),
    state,
    unknown: false,
    missingSince: null,
    failures: 0,
    failedAttempts: [],
    dueAt: now + DUE_IN_MS,
  }));
  const students = Math.ceil((states.length * WATCHERS) / WATCHES_PER_STUDENT);
  const users = Array.from({ length: students }, (_, nth) => ({
    id: `student-${nth}`,
    email: `student-${nth}@example.edu`,
    createdAt: now,
    preferences: {},
    suspendedAt: null,
  }));
  const watches = Array.from({ length: states.length * WATCHERS }, (_, nth): ArchivedWatch => {
    const student = Math.floor(nth / WATCHES_PER_STUDENT);
    const { section } = states[nth % states.length]!;
    return {
      ...wishOf(section),
      id: `watch-${nth}`,
      userId: `student-${student}`,
      section,
      course: null,
      conditions: null,
      about: section,
      covers: [section],
      tells: true,
      paused: false,
      pausedUntil: null,
      held: false,
      verified: true,
      createdAt: now,
      afterCursor: 0,
    };
  });
  for (const part of parts(sections)) await store.archive.add('sections', part);
  for (const part of parts(users)) await store.archive.add('users', part);
  for (const part of parts(watches)) await store.archive.add('watches', part);
}

function pick({ section, institution, term, classNumber }: SectionState) {
  return { section, institution, term, classNumber };
}

function* parts<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += AT_ONCE) yield items.slice(start, start + AT_ONCE);
}
