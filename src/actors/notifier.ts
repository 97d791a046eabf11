/** The notifier: turns committed changes into pending notifications and wakes the channels. Address `notifying/notifier`. */
import type { Announcement } from './announcement.ts';

export type NotifierMessage = Announcement | { type: 'wake' };

export const NOTIFIER_PATH = 'notifying/notifier';
