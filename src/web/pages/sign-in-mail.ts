import type { Mail } from '../actors.ts';
import { escapeHtml } from '../../net/escape-html.ts';

/** Writes the mail with the sign-in link. `link` has a single-use token that is valid for `ttlMs`. */
export function signInMail(to: string, link: string, ttlMs: number): Mail {
  const minutes = Math.round(ttlMs / 60_000);
  const rest = [
    `The link works once, within ${minutes} minutes.`,
    'If you did not ask for it, ignore this mail: nothing happens.',
  ];
  return {
    to,
    subject: 'Sign in to PickMyClass',
    text: `Open this link to sign in to PickMyClass:\n\n${link}\n\n${rest.join('\n')}\n`,
    html: [
      '<p>Open this link to sign in to PickMyClass:</p>',
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<p>${rest.join(' ')}</p>`,
    ].join(''),
  };
}
