/** Whose fault a refusal of the mail server is. Pure. */

/**
 * How far a hand-over had come: signing in and naming the sender, naming the recipient, or the end of the mail itself.
 */
export type Phase = 'sender' | 'recipient' | 'mail';

/**
 * `recipient`: the server says for good that this recipient gets no mail. `sender`: it refuses for good what we are or
 * do (quota, policy, relaying, a block list, signing in), which can be mended, and then the same mail goes through.
 * `passing`: it may go another time.
 */
export type Fault = 'recipient' | 'sender' | 'passing';

/** 503 tells that the session went wrong, not what the server thinks of the mail. */
const OUT_OF_STEP = 503;

/**
 * Codes that are about the address when they come without an enhanced one (RFC 5321 §4.2.2): unavailable, not local,
 * not allowed, malformed.
 */
const ABOUT_ADDRESS: ReadonlySet<number> = new Set([550, 551, 553, 501]);

/**
 * RFC 3463: X.1 is addressing, X.2 the mailbox; but 1.7 and 1.8 are the sender's address, and what Microsoft numbers
 * from 1.90 and 2.250 is the sender's account.
 */
const ENHANCED = /^\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b|\(#5\.(\d{1,3})\.(\d{1,3})\)/m;

/** Servers use the codes of recipients for senders too, and then say so. */
const SENDER_WORDS =
  /\bsenders?\b|send ?as|outbound|submission|\brelay|\brate\b|too many|daily|sending|\bspam\b|block(ed| ?list)|black ?list|reputation|\bspf\b|\bdkim\b|\bdmarc\b/i;
const POLICY_WORDS =
  /polic(y|ies)|prohibit|administrative|denied|not (permitted|authori[sz]ed|accepted from)|authenticat|limit|quota exceeded for|suspended|\bclient\b|rcpthosts|\bip\b|https?:/i;
/**
 * With a code that says something else, these speak of the recipient all the same (Exchange Online 5.4.1, Outlook.com
 * 5.5.0).
 */
const RECIPIENT_WORDS =
  /recipient address rejected|mailbox (is )?(unavailable|not found|full|disabled)|no such (user|recipient|mailbox)|(user|recipient) (is )?(unknown|not found)|unknown (user|recipient)/i;

const ADDRESS = /<[^>]*>|[^\s<>"'(),:;@]{1,64}@[a-z0-9.-]+/gi;

/** `response`: the server's whole answer, `550-5.1.1 first line\n550 5.1.1 last line`. */
export function faultOf(phase: Phase, response: string): Fault {
  const code = Number(/^\d{3}/.exec(response)?.[0] ?? 0);
  if (code < 500 || code === OUT_OF_STEP) return 'passing';
  if (phase === 'sender') return 'sender';
  const [, subject, detail, quotedSubject, quotedDetail] = ENHANCED.exec(response) ?? [];
  const words = response.replaceAll(ADDRESS, '@');
  return (subject ?? quotedSubject) === undefined
    ? faultOfBare(phase, code, words)
    : faultOfEnhanced(phase, Number(subject ?? quotedSubject), Number(detail ?? quotedDetail), words);
}

function faultOfEnhanced(phase: Phase, subject: number, detail: number, words: string): Fault {
  const aboutAddress = subject === 1 && detail !== 7 && detail !== 8 && detail < 90;
  const aboutMailbox = subject === 2 && detail < 250;
  // A mailbox that gets too much mail is said to be at a rate: Gmail's 5.2.1 is the recipient's.
  if (aboutAddress || aboutMailbox)
    return SENDER_WORDS.test(words.replaceAll('at a rate', '')) ? 'sender' : 'recipient';
  const saysRecipient = phase === 'recipient' && (subject === 4 || subject === 5) && RECIPIENT_WORDS.test(words);
  return saysRecipient ? 'recipient' : 'sender';
}

/**
 * At the recipient's name the plain codes are about it, unless the words are about us. At the end of the mail they say
 * nothing about whom.
 */
function faultOfBare(phase: Phase, code: number, words: string): Fault {
  const aboutRecipient = phase === 'recipient' && ABOUT_ADDRESS.has(code);
  return aboutRecipient && !SENDER_WORDS.test(words) && !POLICY_WORDS.test(words) ? 'recipient' : 'sender';
}

/**
 * What a refusal says, without what differs from one recipient to the next: addresses, numbers, the ids of the server.
 * Two recipients that were refused for one reason give one text.
 */
export function textOf(response: string): string {
  return response
    .toLowerCase()
    .replaceAll(ADDRESS, '@')
    .replaceAll(/https?:\S*/g, '')
    .split(/[\s\-[\]()]+/)
    .filter((word) => /^(\d{3}|\d\.\d{1,3}\.\d{1,3}|[^\d]+)$/.test(word))
    .join(' ');
}
