/** The mail with which a student tries the e-mail channel. */
import { escapeHtml } from '../../net/escape-html.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import type { Mail } from '../../notify/mail-seal.ts';

export function testMail(to: string, language: Language, watchesUrl: string): Mail {
  const say = t(language);
  const text = say('channels.test.text');
  const watches = say('channels.note.watches');
  return {
    to,
    subject: say('channels.test.title'),
    text: `${text}\n\n${watches}:\n${watchesUrl}\n`,
    html: `<p>${escapeHtml(text)}</p>\n<p><a href="${escapeHtml(watchesUrl)}">${escapeHtml(watches)}</a></p>\n`,
  };
}
