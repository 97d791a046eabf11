/** Sample notifications for the tests of this folder and of the actors that deliver notifications. */
import type { Change, ChangeKind } from '../../src/domain/change.ts';
import type { ClaimedNotification, ToldWatch } from '../../src/domain/notification.ts';
import type { MailSettings } from '../../src/notify/email/message.ts';
import { DEFAULT_PREFERENCES } from '../../src/domain/preferences.ts';
import { notificationId } from '../../src/domain/notification.ts';
import { state } from '../support/states.ts';

/** 14:03 in Phoenix. */
export const DETECTED = '2026-11-23T21:03:00.000Z';

export const FULL = state({ version: 7 });
export const OPEN = state({ enrolled: 149, version: 8, checkedAt: DETECTED, changedAt: DETECTED });

export function change(kind: ChangeKind, before = FULL, after = OPEN): Change {
  return {
    id: `${after.section}#${after.version}:${kind}`,
    section: after.section,
    kind,
    version: after.version,
    before,
    after,
    detectedAt: DETECTED,
  };
}

export const WATCH: ToldWatch = {
  kinds: ['opened'],
  minSeats: 1,
  reservedGroup: null,
  remind: 'off',
  verified: true,
  createdAt: '2026-11-20T12:00:00.000Z',
};

export function notification(
  about: Change = change('opened'),
  more: Partial<ClaimedNotification> = {},
): ClaimedNotification {
  const { watchId = 'watch-1' } = more;
  return {
    id: notificationId(watchId, about.id, 'email', 'email-student-1'),
    message: `${watchId}+${about.section}#${about.version}`,
    watch: { ...WATCH, kinds: [about.kind], section: about.section },
    userId: 'student-1',
    preferences: DEFAULT_PREFERENCES,
    channel: 'email',
    destination: 'email-student-1',
    settings: {},
    watchId: 'watch-1',
    recipient: 'student@example.edu',
    section: about.section,
    change: about,
    kind: about.kind,
    reminder: 0,
    muted: null,
    notice: null,
    current: about.after,
    attempts: 0,
    detectedAt: Date.parse(DETECTED),
    queuedAt: Date.parse(DETECTED) + 40,
    waitedMs: 0,
    ...more,
  };
}

/** A notice: the watched section turned out not to exist. */
export const NOT_FOUND = notification(change('opened'), {
  id: 'watch-1+not-found+email',
  message: 'watch-1+not-found+email',
  change: null,
  kind: null,
  watch: null,
  notice: 'not-found',
  current: null,
});

/** A notice: the term of the watched section is over. */
export const TERM_OVER = notification(change('opened'), {
  id: 'watch-1+term-over+email',
  message: 'watch-1+term-over+email',
  change: null,
  kind: null,
  watch: null,
  notice: 'term-over',
});

/** A notice: a watched course has a new section, and it is open. */
export const NEW_SECTION = notification(change('opened'), {
  id: `watch-1+${OPEN.section}:new-section+email`,
  message: `watch-1+${OPEN.section}:new-section+email`,
  change: null,
  notice: 'new-section',
  watch: { ...WATCH, course: 'asu/2267/CSE/310' },
});

export const SETTINGS: MailSettings = {
  from: 'PickMyClass <alerts@example.edu>',
  secret: 'a secret of thirty-two characters!',
  publicUrl: () => 'https://pick.example.edu',
  campusOf: () => ({
    name: 'Arizona State University',
    timeZone: 'America/Phoenix',
    simulated: false,
    termName: () => 'Fall 2026',
    linkFor: ({ classNumber, term }) => `https://classes.example.edu/list?term=${term}&keywords=${classNumber}`,
  }),
};
