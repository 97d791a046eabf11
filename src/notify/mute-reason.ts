/** Why a channel is muted. The pages explain it in the student's language, and say what to do about it. */

export const MUTE_REASONS = [
  /** The browser ended its subscription, or the webhook was deleted. */
  'gone',
  /** It answers that it does not take our messages. */
  'refused',
  /** It redirects to another URL. */
  'moved',
  /** Its host is not on the public Internet any more. */
  'not-public',
  /** The browser subscribed with a key that this server no longer has. */
  'old-key',
  /** It could not be reached for as long as a notification is tried. */
  'unreachable',
  /** The mail server of the address says that there is no such address. */
  'bounced',
  /** Its owner has marked our mail as spam. */
  'complained',
] as const;
export type MuteReason = (typeof MUTE_REASONS)[number];

export function isMuteReason(text: string): text is MuteReason {
  return MUTE_REASONS.some((reason) => reason === text);
}
