/** Decides whose fault a refusal of the mail server is. Pure. */

/** How far a hand-over got: to signing in and naming the sender, to naming the recipient, or to the end of the mail. */
export type Phase = 'sender' | 'recipient' | 'mail';

/**
 * `recipient`: the server refuses this recipient for good. `sender`: it refuses us for good (quota, policy, relaying, a
 * block list, signing in); once that is fixed, the same mail goes through. `passing`: a later attempt may succeed.
 */
export type Fault = 'recipient' | 'sender' | 'passing';

/** 503 means that the session went wrong. It says nothing about the mail. */
const OUT_OF_STEP = 503;

/**
 * Codes about the address, if no enhanced code follows (RFC 5321 §4.2.2): unavailable, not local, not allowed,
 * malformed.
 */
const ABOUT_ADDRESS: ReadonlySet<number> = new Set([550, 551, 553, 501]);

/**
 * RFC 3463: X.1 is about the address, X.2 about the mailbox. But 1.7 and 1.8 are about the sender's address, and
 * Microsoft's codes from 1.90 and 2.250 on are about the sender's account.
 */
const ENHANCED = /^\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b|\(#5\.(\d{1,3})\.(\d{1,3})\)/m;

/** Some servers use the recipient codes for senders too. Then the words of the answer decide. */
const SENDER_WORDS = anyOf(
  String.raw`\bsenders?\b|send ?as|outbound|submission|\brelay|\brate\b|too many|daily|sending`,
  String.raw`\bspam\b|block(ed| ?list)|black ?list|reputation|\bspf\b|\bdkim\b|\bdmarc\b`,
);
const POLICY_WORDS = anyOf(
  String.raw`polic(y|ies)|prohibit|administrative|denied|not (permitted|authori[sz]ed|accepted from)|authenticat`,
  String.raw`limit|quota exceeded for|suspended|\bclient\b|rcpthosts|\bip\b|https?:`,
);
/** These words blame the recipient, whatever the code says (Exchange Online 5.4.1, Outlook.com 5.5.0). */
const RECIPIENT_WORDS = anyOf(
  'recipient address rejected|mailbox (is )?(unavailable|not found|full|disabled)|no such (user|recipient|mailbox)',
  '(user|recipient) (is )?(unknown|not found)|unknown (user|recipient)',
);

const ADDRESS = /<[^>]*>|[^\s<>"'(),:;@]{1,64}@[a-z0-9.-]+/gi;

/** `response` is the whole answer of the server, such as `550-5.1.1 first line\n550 5.1.1 last line`. */
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

/** Whether a refusal that blames the recipient says that there is no such address (RFC 3463 §3.2). */
export function saysNoAddress(response: string): boolean {
  const [, subject, , quotedSubject] = ENHANCED.exec(response) ?? [];
  return (subject ?? quotedSubject) === '1';
}

function faultOfEnhanced(phase: Phase, subject: number, detail: number, words: string): Fault {
  const aboutAddress = subject === 1 && detail !== 7 && detail !== 8 && detail < 90;
  const aboutMailbox = subject === 2 && detail < 250;
  // Gmail's 5.2.1 says that the recipient gets mail "at a rate" that is too high.
  if (aboutAddress || aboutMailbox)
    return SENDER_WORDS.test(words.replaceAll('at a rate', '')) ? 'sender' : 'recipient';
  const saysRecipient = phase === 'recipient' && (subject === 4 || subject === 5) && RECIPIENT_WORDS.test(words);
  return saysRecipient ? 'recipient' : 'sender';
}

/**
 * Without an enhanced code, only an answer to RCPT TO can blame the recipient, and only if its words do not blame us.
 */
function faultOfBare(phase: Phase, code: number, words: string): Fault {
  const aboutRecipient = phase === 'recipient' && ABOUT_ADDRESS.has(code);
  return aboutRecipient && !SENDER_WORDS.test(words) && !POLICY_WORDS.test(words) ? 'recipient' : 'sender';
}

/**
 * The text of a refusal without addresses, numbers and ids of the server. Two recipients that were refused for the same
 * reason give the same text.
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

function anyOf(...alternatives: string[]): RegExp {
  return new RegExp(alternatives.join('|'), 'i');
}
