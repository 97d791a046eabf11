/** The place of every actor in the tree. The tree is built from this table, so each path is written only once. */
import type { Announcement } from '../domain/announcement.ts';
import { place } from '../nodes/place.ts';
import type { DifferMessage } from './checking/differ.ts';
import type { BrowserMessage, BrowserPoolMessage } from './checking/browsers/pool.ts';
import type { SchedulerMessage } from './checking/scheduler.ts';
import type { SectionCheckerMessage } from './checking/section-checker.ts';
import type { MembershipMessage } from './membership.ts';
import type { EmailMessage } from './notifying/email.ts';
import type { StudentsChannelMessage } from './notifying/students-channel.ts';
import type { NotifierMessage } from './notifying/notifier.ts';
import type { PublisherMessage } from './publisher.ts';

export const places = {
  bus: place<never>('bus'),
  store: place<never>('store'),
  membership: place<MembershipMessage>('membership'),
  campus: place<never>('campus'),
  notifier: place<NotifierMessage>('notifying/notifier'),
  email: place<EmailMessage>('notifying/email'),
  webPush: place<StudentsChannelMessage>('notifying/web-push'),
  webhook: place<StudentsChannelMessage>('notifying/webhook'),
  differ: place<DifferMessage>('checking/differ'),
  pool: place<BrowserPoolMessage>('checking/browsers/pool'),
  /** Counted from 1. */
  browser: (number: number) => place<BrowserMessage>(`checking/browsers/browser-${number}`),
  sectionChecker: (institution: string) => place<SectionCheckerMessage>(`checking/${institution}/section-checker`),
  scheduler: (institution: string) => place<SchedulerMessage>(`checking/${institution}/scheduler`),
  publisher: place<PublisherMessage>('publisher'),
  alerting: place<never>('alerting'),
  sampling: place<never>('sampling'),
  web: place<Announcement>('web'),
};
