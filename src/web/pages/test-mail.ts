/** The mail with which a student tries the e-mail channel. */
import { button, dressed, heading, paragraph } from '../../notify/email/dress.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import type { Mail } from '../../notify/mail-seal.ts';

export function testMail(to: string, language: Language, watchesUrl: string): Mail {
  const say = t(language);
  const subject = say('channels.test.title');
  const text = say('channels.test.text');
  const watches = say('channels.note.watches');
  return {
    to,
    subject,
    text: `${text}\n\n${watches}:\n${watchesUrl}\n`,
    html: dressed(language, subject, [heading(1, subject), paragraph(text), button(watches, watchesUrl)].join('\n')),
  };
}
