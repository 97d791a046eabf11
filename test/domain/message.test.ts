import t from 'tap';
import type { DueNotification } from '../../src/domain/message.ts';
import { sortOut } from '../../src/domain/message.ts';
import { DEFAULT_PREFERENCES } from '../../src/domain/preferences.ts';

const NOON = Date.parse('2026-11-24T12:00:00.000Z');
const QUIET = { ...DEFAULT_PREFERENCES, quietHours: { from: '11:00', to: '13:00', exceptOpenings: true } };

function due(watch: number, more: Partial<DueNotification> = {}, version = 2): DueNotification {
  const { kind = 'opened', destination = 'email-u' } = more;
  const section = more.section ?? `asu/2267/${watch}`;
  const subject = kind === null ? more.notice : `${section}#${version}:${kind}`;
  return {
    id: `w${watch}+${subject}+${destination}`,
    channel: 'email',
    destination,
    watchId: `w${watch}`,
    section,
    changeId: kind === null ? null : `${section}#${version}:${kind}`,
    kind,
    notice: null,
    message: null,
    queuedAt: NOON,
    preferences: DEFAULT_PREFERENCES,
    ...more,
  };
}

const idsOf = (rows: readonly DueNotification[]): string[] => rows.map(({ id }) => id);

t.test('everything due of one destination is one message, named after its first notification', async (t) => {
  const rows = [due(1), due(2), due(2, { kind: 'seats' }), due(1, {}, 3)];
  t.same(sortOut(rows, NOON), {
    messages: [{ id: rows[0]!.id, rows: [rows[0], rows[1], rows[2], rows[3]] }],
    later: [],
  });
});

t.test('destinations, institutions and notices are not mixed, and a webhook takes one at a time', async (t) => {
  const hook = { channel: 'webhook', destination: 'hook' } as const;
  const rows = [
    due(1),
    due(1, { destination: 'phone', channel: 'web-push' }),
    due(2, { section: 'uxy/2267/2' }),
    due(3, { kind: null, notice: 'not-found' }),
    due(4, { kind: null, notice: 'not-found' }),
    due(1, hook),
    due(2, hook),
  ];
  t.same(
    sortOut(rows, NOON).messages.map((message) => idsOf(message.rows)),
    rows.map(({ id }) => [id]),
  );
});

t.test('a message that was claimed before gets nothing more', async (t) => {
  const former = [due(1, { message: 'former' }), due(2, { message: 'former' })];
  const { messages } = sortOut([due(3), ...former, due(4)], NOON);
  t.same(
    messages.map(({ id, rows }) => [id, rows.length]),
    [
      ['former', 2],
      [due(3).id, 2],
    ],
  );
});

t.test('a message has a bounded size, and what one look changed stays together', async (t) => {
  const many = Array.from({ length: 31 }, (_, watch) => due(watch));
  t.same(
    sortOut(many, NOON).messages.map(({ rows }) => rows.length),
    [15, 15, 1],
  );
  const flapping = Array.from({ length: 40 }, (_, version) => [
    due(1, { kind: 'opened' }, version),
    due(1, { kind: 'seats' }, version),
    due(1, { kind: 'waitlist' }, version),
  ]).flat();
  t.same(
    sortOut(flapping, NOON).messages.map(({ rows }) => rows.length),
    [60, 60],
  );
});

t.test('what may be told only later waits, but at most a quarter of an hour until it is looked at again', async (t) => {
  const [opened, closed] = [due(1, { preferences: QUIET }), due(2, { kind: 'closed', preferences: QUIET })];
  t.match(sortOut([opened, closed], NOON), {
    messages: [{ rows: [opened] }],
    later: [{ rows: [closed], until: NOON + 900_000 }],
  });
  t.match(sortOut([closed], NOON + 55 * 60_000), { later: [{ until: NOON + 3_600_000 }] });
  t.match(sortOut([closed], NOON + 3_600_000), { messages: [{ rows: [closed] }], later: [] });
});

t.test('what one look changed is told as soon as a part of it may be', async (t) => {
  const rows = [due(1, { preferences: QUIET }), due(1, { kind: 'instructor', preferences: QUIET })];
  t.match(sortOut(rows, NOON), { messages: [{ rows }], later: [] });
});
