import type { Mail } from '../../notify/mail-seal.ts';
import { button, dressed, foot, heading, paragraph } from '../../notify/email/dress.ts';
import { escapeHtml } from '../../net/escape-html.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';

/**
 * Writes the mail with the sign-in link. `link` has a single-use token that is valid for `ttlMs`. `wishes`: what the
 * link starts to watch, by name, such as `CSE 310 · 66445`.
 */
export function signInMail(
  to: string,
  link: string,
  ttlMs: number,
  language: Language,
  wishes: readonly string[],
): Mail {
  const words = t(language);
  const what = wishNames(wishes, language);
  const subject = what === undefined ? words('mail.signIn.subject') : words('mail.signIn.subjectConfirm', { what });
  const first = what === undefined ? words('mail.signIn.first') : words('mail.signIn.firstConfirm', { what });
  const label =
    what === undefined ? words('mail.signIn.button') : words('mail.signIn.buttonConfirm', { count: wishes.length });
  const once = words('mail.signIn.once', { minutes: Math.round(ttlMs / 60_000) });
  const ignore = words('mail.signIn.ignore');
  return {
    to,
    subject,
    text: `${first}\n\n${label}:\n${link}\n\n${once}\n${ignore}\n`,
    html: dressed(
      language,
      subject,
      [heading(1, first), button(label, link), paragraph(once), foot(escapeHtml(ignore))].join('\n'),
    ),
  };
}

/** `CSE 310 · 66445 and one more`; undefined if there is no wish. */
function wishNames([first, ...others]: readonly string[], language: Language): string | undefined {
  if (first === undefined || others.length === 0) return first;
  return t(language)('mail.signIn.andMore', { what: first, count: others.length });
}
