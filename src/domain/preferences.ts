/** How a student wants to be told: language, time zone, and when. */

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

export const DIGESTS = ['off', 'hourly', 'daily'] as const;
export type Digest = (typeof DIGESTS)[number];

/** A part of each day, in the student's time zone. It may go past midnight. Times are `HH:MM`, 24 hours. */
export interface QuietHours {
  from: string;
  to: string;
  /** An open seat is told at once, also during these hours. */
  exceptOpenings: boolean;
}

export interface Preferences {
  language: Language;
  /** IANA name, such as `America/Phoenix`. */
  timeZone: string;
  quietHours: QuietHours | null;
  /** Everything but open seats is collected and told together. */
  digest: Digest;
  /** false: nothing is sent, whatever the watches say. */
  notifications: boolean;
  /** Tell me when a section I watch could not be seen for a while. */
  outages: boolean;
}

export const DEFAULT_PREFERENCES: Readonly<Preferences> = {
  language: 'en',
  timeZone: 'UTC',
  quietHours: null,
  digest: 'off',
  notifications: true,
  outages: true,
};

/** Stored preferences with the defaults for what was never chosen. */
export function withDefaults(stored: Partial<Preferences>): Preferences {
  return { ...DEFAULT_PREFERENCES, ...stored };
}

/** Whether this machine knows the IANA time zone. An offset such as `+02:00` is no zone: it has no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // a RangeError
  }
}
