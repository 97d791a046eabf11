/** What the program has written and told so far, held against the truth. */
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
  /** Told changes that the campus had not shown, each with the reason. */
  untrue: string[];
  /** `<to> <change>` that came more than once: mails that a kill left unknown, and those that nothing excuses. */
  repeated: string[];
  doubled: string[];
  /** `<to> <change>` that came and should not have. */
  strangers: string[];
  /** Watches that ended by themselves. */
  lostWatches: number;
  /** Sections whose state is not the true one, and mails still to come. */
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

/**
 * Openings of calm times that lasted and that no change tells. `calm`: when nothing was wrong, from and to in epoch ms.
 */
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

/** From a copy: the program has its file to itself. It is what a kill would leave behind. */
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

/** Of the watched sections. */
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

/** Nothing, or one line that says what is not as at the campus. */
function differenceTo(campus: Campus, { section, unknown, state }: StoredState): string[] {
  const facts = campus.find(section.split('/')[2]!);
  if (unknown || state === null) return [`${section} is unknown`];
  const same =
    state.status === statusOfSection(facts) && (facts.listing !== 'active' || areSeatsOf(facts, state.seats));
  return same
    ? []
    : [
        `${section} is ${state.status} ${JSON.stringify(state.seats)}, truly ${statusOfSection(facts)} ${facts.enrolled}/${facts.capacity}`,
      ];
}
