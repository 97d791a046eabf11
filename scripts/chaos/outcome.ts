/** Compares what the program has stored and reported so far with the truth. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { Campus } from '../campus/campus.ts';
import { statusOfSection } from '../campus/section.ts';
import { areSeatsOf, untrueIn } from './judge.ts';
import type { Truth } from './truth.ts';

export interface Outcome {
  changes: number;
  mails: number;
  /** Reported changes that the campus never showed, each with the reason. */
  untrue: string[];
  /** `<to> <change>` of mails that came again under the same Message-ID, after a kill, and of real duplicates. */
  repeated: string[];
  doubled: string[];
  /** `<to> <change>` of mails that nobody asked for. */
  strangers: string[];
  /** Watches that have disappeared. */
  lostWatches: number;
  /** Sections with a wrong state, and mails that are still missing. */
  unsettled: number;
  unsettledExamples: string[];
}

interface WatchRow {
  section: string;
  email: string;
  kinds: string;
}

export function readOutcome(dataDir: string, campus: Campus, truth: Truth, watchesAtFirst: number): Outcome {
  return reading(dataDir, (database) => {
    const changes = changesIn(database);
    const watches = database
      .prepare('SELECT w.section, u.email, w.kinds FROM watches w JOIN users u ON u.id = w.user_id')
      .all() as WatchRow[];
    const wanted = new Set(
      changes.flatMap((change) =>
        watches
          .filter(({ section, kinds }) => section === change.section && kinds.includes(change.kind))
          .map(({ email }) => `${email} ${change.id}`),
      ),
    );
    const told = new Map<string, string[]>();
    for (const { to, messageId, changes: ids } of campus.mails)
      for (const id of ids) told.set(`${to} ${id}`, [...(told.get(`${to} ${id}`) ?? []), messageId]);
    const twice = [...told].filter(([, messageIds]) => messageIds.length > 1);
    const isSame = ([, messageIds]: [string, string[]]): boolean => new Set(messageIds).size === 1;
    const wrong = statesIn(database).flatMap((stored) => differenceTo(campus, stored));
    const missing = [...wanted].filter((each) => !told.has(each));
    return {
      changes: changes.length,
      mails: campus.mails.length,
      untrue: changes.flatMap((change) => {
        const reason = untrueIn(truth, change);
        return reason === undefined ? [] : [`${change.id} at ${change.detectedAt}: ${reason}`];
      }),
      repeated: twice.filter(isSame).map(([each]) => each),
      doubled: twice.filter((each) => !isSame(each)).map(([each]) => each),
      strangers: [...told.keys()].filter((each) => !wanted.has(each)),
      lostWatches: watchesAtFirst - watches.length,
      unsettled: wrong.length + missing.length,
      unsettledExamples: [...wrong, ...missing].slice(0, 10),
    };
  });
}

/** Counts the lasting openings in calm times and lists those without a change. `calm`: from and to, in epoch ms. */
export function openingsMissed(
  dataDir: string,
  truth: Truth,
  sections: readonly string[],
  calm: readonly [number, number][],
  lastingMs: number,
): { calmOpenings: number; missed: string[] } {
  const openings = sections.flatMap((section) =>
    truth.lastingOpenings(section, lastingMs, Date.now()).map((at) => ({ section, at })),
  );
  const inCalm = openings.filter(({ at }) => calm.some(([from, to]) => at - lastingMs >= from && at + lastingMs <= to));
  const told = reading(dataDir, changesIn).filter(({ kind }) => kind === 'opened');
  const missed = inCalm.filter(
    ({ section, at }) =>
      !told.some((change) => change.section === section && Math.abs(Date.parse(change.detectedAt) - at) <= lastingMs),
  );
  return {
    calmOpenings: inCalm.length,
    missed: missed.map(({ section, at }) => `${section} at ${new Date(at).toISOString()}`),
  };
}

/** Reads a copy, because the program locks its file. The copy is what a kill would leave behind. */
function reading<Value>(dataDir: string, read: (database: Database.Database) => Value): Value {
  const scratch = mkdtempSync(join(tmpdir(), 'pickmyclass-chaos-copy-'));
  for (const name of readdirSync(dataDir))
    if (/^pickmyclass\.db(-wal)?$/.test(name)) copyFileSync(join(dataDir, name), join(scratch, name));
  const database = new Database(join(scratch, 'pickmyclass.db'));
  try {
    return read(database);
  } finally {
    database.close();
    rmSync(scratch, { recursive: true });
  }
}

function changesIn(database: Database.Database): Change[] {
  return (database.prepare('SELECT change FROM changes ORDER BY cursor').all() as { change: string }[]).map(
    ({ change }) => JSON.parse(change) as Change,
  );
}

interface StoredState {
  section: string;
  unknown: boolean;
  state: SectionState | null;
}

/** The states of the watched sections. */
function statesIn(database: Database.Database): StoredState[] {
  const rows = database.prepare('SELECT section, unknown, state FROM sections WHERE watches > 0').all() as {
    section: string;
    unknown: number;
    state: string | null;
  }[];
  return rows.map(({ section, unknown, state }) => ({
    section,
    unknown: unknown === 1,
    state: state === null ? null : (JSON.parse(state) as SectionState),
  }));
}

/** Returns one line if the stored state differs from the campus, else nothing. */
function differenceTo(campus: Campus, { section, unknown, state }: StoredState): string[] {
  const facts = campus.find(section.split('/')[2]!);
  if (unknown || state === null) return [`${section} is unknown`];
  const status = statusOfSection(facts);
  if (state.status === status && (facts.listing !== 'active' || areSeatsOf(facts, state.seats))) return [];
  const stored = `${state.status} ${JSON.stringify(state.seats)}`;
  return [`${section} is stored as ${stored}, but is ${status} ${facts.enrolled}/${facts.capacity}`];
}
