import { join } from 'node:path';
import Database from 'libsql';
import type { Test } from 'tap';
import t from 'tap';
import { LIMIT, READ } from '../../../src/store/sqlite/archive-read.ts';
import { HISTORY, NEWEST, OF_SEATS, SINCE, TO_FAN_OUT } from '../../../src/store/sqlite/changes.ts';
import { SECTIONS_OF, WATCHES_OF } from '../../../src/store/sqlite/coverage.ts';
import { FAN_OUT, FANNED_OUT, PARTICULAR } from '../../../src/store/sqlite/fan-out.ts';
import { COURSE_SEEN, COVERED_BY } from '../../../src/store/sqlite/new-sections.ts';
import { CLAIMABLE, NEXT_DUE, TAKE as TAKE_NOTIFICATIONS } from '../../../src/store/sqlite/notification-claim.ts';
import { RECENT } from '../../../src/store/sqlite/incidents.ts';
import { OUTAGES } from '../../../src/store/sqlite/outages.ts';
import { REMINDED } from '../../../src/store/sqlite/reminders.ts';
import { ENDED, LETTERS, SETTLED } from '../../../src/store/sqlite/retention.ts';
import { COURSE, KEYS, KNOWN, ONE, SUBJECT, TAKE } from '../../../src/store/sqlite/section-claim.ts';
import {
  NEXT_CHECKS,
  WRITE,
  WRITE_IN_PASSING,
  WRITE_SAME,
  WRITE_SAME_IN_PASSING,
} from '../../../src/store/sqlite/section-commit.ts';
import { COURSES, searchSql } from '../../../src/store/sqlite/section-search.ts';
import { FIGURES, OLD, ROWS } from '../../../src/store/sqlite/series.ts';
import { RENEW } from '../../../src/store/sqlite/sections.ts';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { MESSAGES } from '../../../src/store/sqlite/totals.ts';
import { usersSql } from '../../../src/store/sqlite/users.ts';
import { UNSTARTED } from '../../../src/store/sqlite/sign-ins.ts';
import { UNVERIFIED } from '../../../src/store/sqlite/watches.ts';
import { ALL_WATCHED, TOUCHED } from '../../../src/store/sqlite/watched.ts';

const BY_SECTION = 'sqlite_autoindex_sections_1 (section=?)';
const BY_WATCH = 'sqlite_autoindex_watches_1 (id=?)';
const BY_ID = 'sqlite_autoindex_notifications_1 (id=?)';
const PAUSES = 'sqlite_autoindex_pauses_1 (scope=? AND institution=?)';

/**
 * The indexes of each query of a cycle, in the order of its plan. The two indexes without columns have only unfinished
 * rows.
 */
const PLANS: [what: string, sql: string, indexes: string[]][] = [
  ['claiming a course', COURSE, ['sections_by_course (institution=? AND course=?)']],
  ['claiming a subject', SUBJECT, ['sections_by_course (institution=? AND course>? AND course<?)']],
  ['claiming one section', ONE, [BY_SECTION]],
  ['claiming sections by key', KEYS, [BY_SECTION]],
  ['reading what was seen in passing', KNOWN, [BY_SECTION]],
  ['taking sections', TAKE, [BY_SECTION]],
  ['renewing leases', RENEW, ['sections_leased (lease_owner=?)']],
  ['committing a look', WRITE, [BY_SECTION]],
  ['committing what was seen in passing', WRITE_IN_PASSING, [BY_SECTION]],
  ['committing a look that shows nothing new', WRITE_SAME, [BY_SECTION]],
  ['committing nothing new that was seen in passing', WRITE_SAME_IN_PASSING, [BY_SECTION]],
  ['the next checks of a commit', NEXT_CHECKS, [BY_SECTION]],
  ['the watches of the courses of a commit', WATCHES_OF, ['watches_by_course (course=?)']],
  ['the known sections of a course', SECTIONS_OF, ['sections_by_course (institution=? AND course=?)']],
  ['when a course was last seen', COURSE_SEEN, ['sections_by_course (institution=? AND course=?)']],
  ['the watches of a course that cover a section', COVERED_BY, ['coverage_by_section (section=?)', BY_WATCH]],
  ['wishes that were not started', UNSTARTED, ['sign_ins_unstarted (used_at<?)', 'sqlite_autoindex_users_2 (email=?)']],
  ['courses that nobody has seen', UNVERIFIED, ['watches_unverified (course>?)']],
  ['all watched sections', ALL_WATCHED, ['sections_watched (institution=?)']],
  ['touched sections', TOUCHED, ['SEARCH t USING INTEGER PRIMARY KEY (rowid>?)', BY_SECTION]],
  [
    'fanning out',
    FAN_OUT,
    [
      'changes_to_fan_out',
      'coverage_by_section (section=?)',
      BY_WATCH,
      'sqlite_autoindex_changes_1 (id=?)',
      BY_WATCH,
      'channels_by_user (user_id=?)',
      'sqlite_autoindex_users_1 (id=?)',
      'notifications_by_watch (watch_id=? AND kind=?)',
    ],
  ],
  [
    'fanning out to particular watches',
    PARTICULAR,
    ['changes_to_fan_out', 'coverage_by_section (section=?)', 'watches_particular (id=?)'],
  ],
  [
    'outages',
    OUTAGES,
    [
      'sections_watched',
      'coverage_by_section (section=?)',
      BY_WATCH,
      'sqlite_autoindex_users_1 (id=?)',
      'channels_by_user (user_id=?)',
    ],
  ],
  ['reminders', REMINDED, ['watches_to_remind', 'notifications_by_watch (watch_id=? AND kind=?)', BY_SECTION]],
  ['counting changes to fan out', TO_FAN_OUT, ['changes_to_fan_out']],
  ['marking changes as fanned out', FANNED_OUT, ['changes_to_fan_out']],
  [
    'claiming notifications',
    CLAIMABLE,
    [
      'notifications_pending (channel=? AND rank=? AND claimable_at<?)',
      PAUSES,
      'notifications_pending (channel=? AND rank=? AND claimable_at<?)',
      PAUSES,
      'sqlite_autoindex_channels_1 (id=?)',
      'sqlite_autoindex_users_1 (id=?)',
      'notifications_waiting (destination=?)',
      PAUSES,
      BY_WATCH,
      'sqlite_autoindex_changes_1 (id=?)',
      BY_SECTION,
      'sqlite_autoindex_channels_1 (id=?)',
    ],
  ],
  ['taking notifications', TAKE_NOTIFICATIONS, [BY_ID]],
  [
    'when a notification is next due',
    NEXT_DUE,
    ['notifications_pending (channel=? AND rank=?)', PAUSES, 'notifications_pending (channel=? AND rank=?)', PAUSES],
  ],
];

/** The indexes of queries without credentials. A search scans one term and sorts what it finds. */
const FOR_ANYBODY: [what: string, sql: string, indexes: string[], sorts: boolean][] = [
  [
    'changes since a cursor',
    SINCE,
    ['changes_by_section (section=? AND cursor>?)', 'INTEGER PRIMARY KEY (rowid=?)'],
    true,
  ],
  ['the newest changes of sections', NEWEST, ['changes_by_section (section=?)', 'INTEGER PRIMARY KEY (rowid=?)'], true],
  ['the openings of sections', OF_SEATS, ['changes_of_seats (section=? AND detected_at>?)'], true],
  ['the history of a section', HISTORY, ['changes_by_section (section=? AND cursor>?)'], false],
  [
    'a search',
    searchSql([2, 1]),
    ['sections_by_words (institution=? AND term=? AND words>?)', 'INTEGER PRIMARY KEY (rowid=?)'],
    true,
  ],
  ['the courses of a term', COURSES, ['sections_of_courses (institution=? AND term=?)'], false],
];

/** The steps of a query plan in an empty store. */
async function planner(t: Test): Promise<(sql: string) => string[]> {
  const path = join(t.testdir({}), 'store.db');
  const store = new SqliteStore(path, { now: () => 0 });
  await store.open();
  await store.close();
  const database = new Database(path);
  t.teardown(() => database.close());
  return (sql) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail);
}

t.test('no query of a cycle scans a table', async (t) => {
  const planOf = await planner(t);
  for (const [what, sql, indexes] of PLANS) {
    const accesses = planOf(sql).filter(
      (step) =>
        /^(SEARCH|SCAN) /.test(step) && !/VIRTUAL TABLE|^SCAN (due|chosen|told|wanted|\(subquery-\d+\))$/.test(step),
    );
    t.same(
      accesses.map((step) => step.replace(/^.* INDEX /, '').replace(' LEFT-JOIN', '')),
      indexes,
      what,
    );
  }
});

t.test('a public query reads by an index and sorts at most the rows it found', async (t) => {
  const planOf = await planner(t);
  for (const [what, sql, indexes, sorts] of FOR_ANYBODY) {
    const steps = planOf(sql).filter((step) => !/VIRTUAL TABLE|^SCAN (page|found|\(subquery-\d+\))$/.test(step));
    const accesses = steps.filter((step) => /^(SEARCH|SCAN) /.test(step));
    t.same(
      accesses.map((step) => step.replace(/^.* (INDEX|USING) (?!COVERING|INDEX)/, '')),
      indexes,
      what,
    );
    t.equal(
      steps.some((step) => step.startsWith('USE TEMP B-TREE')),
      sorts,
      what,
    );
  }
  const [bySection] = planOf(SINCE).filter((step) => step.includes('changes_by_section'));
  t.match(bySection, /COVERING/, 'the index alone finds the changes of the page, however large they are');
});

t.test('retention finds old rows by an index', async (t) => {
  const planOf = await planner(t);
  t.match(planOf(SETTLED).join('; '), /INDEX notifications_settled \(queued_at<\?\)/);
  t.match(planOf(LETTERS).join('; '), /INDEX dead_letters_by_time \(at<\?\)/);
  t.match(planOf(ENDED).join('; '), /INDEX incidents_ended \(ended_at>\? AND ended_at<\?\)/);
});

t.test('recent incidents and the messages of a day are found by an index', async (t) => {
  const planOf = await planner(t);
  t.match(planOf(RECENT).join('; '), /INDEX incidents_open.*INDEX incidents_ended \(ended_at>\?\)/);
  t.match(planOf(MESSAGES).join('; '), /INDEX notifications_settled \(queued_at>\?\)/);
});

t.test('series are read and deleted by the primary key', async (t) => {
  const planOf = await planner(t);
  for (const sql of [ROWS, FIGURES, OLD])
    t.match(planOf(sql).join('; '), /^SEARCH series USING PRIMARY KEY \(step=\? AND at[^;]*$/);
});

t.test('a page of the archive is read without the rows before it', async (t) => {
  const planOf = await planner(t);
  for (const [kind, read] of Object.entries(READ)) {
    if (kind === 'pauses' || kind === 'terms') continue; // a handful
    t.same(
      planOf(read + LIMIT).filter((step) => /^SCAN|^USE TEMP B-TREE FOR (?!json)/.test(step)),
      kind === 'changes' ? ['SCAN sqlite_sequence', 'USE TEMP B-TREE FOR ORDER BY'] : [],
      kind,
    );
  }
});

t.test('a page of students is read in the order of an index, and each counts its own watches by one', async (t) => {
  const planOf = await planner(t);
  for (const [sort, index] of [
    ['email', 'sqlite_autoindex_users_2'],
    ['newest', 'users_by_time'],
  ] as const) {
    const plan = planOf(usersSql(sort, null)).join('; ');
    t.match(plan, `SEARCH u USING INDEX ${index}`, sort);
    t.notMatch(plan, /SCAN|TEMP B-TREE/, sort);
  }
});
