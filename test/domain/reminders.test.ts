import t from 'tap';
import type { ToldOpening } from '../../src/domain/reminders.ts';
import { MOST_REMINDERS, remindersDue } from '../../src/domain/reminders.ts';

const HOUR_MS = 3_600_000;
const NOW = 100 * HOUR_MS;

function told(more: Partial<ToldOpening> = {}): ToldOpening {
  const { sentAt = NOW - HOUR_MS } = more;
  return {
    watchId: 'w',
    section: 'asu/2267/66445',
    destination: 'email-u',
    status: 'sent',
    queuedAt: (sentAt ?? NOW) - 1,
    sentAt,
    reminder: 0,
    ...more,
  };
}

t.test('the next reminder is due an hour after the last message was sent', async (t) => {
  t.same(remindersDue([told()], NOW), [told()]);
  t.same(remindersDue([told()], NOW - 1), []);
});

t.test('only the newest message counts, and only once it was sent', async (t) => {
  const later = { queuedAt: NOW - 60_000, reminder: 1 };
  t.same(remindersDue([told(), told({ ...later, sentAt: NOW - 60_000 })], NOW), []);
  t.same(remindersDue([told(), told({ ...later, sentAt: null, status: 'pending' })], NOW), []);
  t.same(remindersDue([told(), told({ ...later, sentAt: null, status: 'dead' })], NOW), []);
});

t.test('there are at most six', async (t) => {
  t.equal(remindersDue([told({ reminder: MOST_REMINDERS - 1 })], NOW).length, 1);
  t.same(remindersDue([told({ reminder: MOST_REMINDERS })], NOW), []);
});

t.test('each watch, section and destination is reminded by itself', async (t) => {
  const all = [told(), told({ watchId: 'v' }), told({ section: 'asu/2267/70001' }), told({ destination: 'phone' })];
  t.equal(remindersDue(all, NOW).length, 4);
});
