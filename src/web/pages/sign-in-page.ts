import type { Language } from '../../domain/preferences.ts';
import { escapeHtml } from '../../net/escape-html.ts';
import { errorText } from '../../words/error-words.ts';
import { t } from '../../words/index.ts';
import type { StartedWishes, WishName } from '../wishes.ts';
import { page } from './html.ts';
import { wishText } from './wish-text.ts';

/** The page behind a sign-in link. Only submitting its form signs in and starts the wishes. */
export function signInPage(email: string, token: string, wishes: readonly WishName[], language: Language): string {
  const words = t(language);
  const count = wishes.length;
  const action = count === 0 ? words('mail.signIn.button') : words('mail.signIn.buttonConfirm', { count });
  return page(
    action,
    `<p>${escapeHtml(count === 0 ? words('account.link.as') : words('account.link.asAndWatch'))}</p>
    <p><strong>${escapeHtml(email)}</strong></p>
    ${list(wishes.map((wish) => [wish, wishText(wish, language)]))}
    <form method="post" action="/sign-in" class="buttons">
      <input type="hidden" name="token" value="${escapeHtml(token)}">
      <button class="button button-primary" type="submit">${escapeHtml(action)}</button>
    </form>`,
    language,
  );
}

/** The page after signing in, when some wishes could not start. */
export function wishesFailedPage({ started, failed }: StartedWishes, language: Language): string {
  const words = t(language);
  return page(
    words('account.link.signedIn'),
    `<p>${escapeHtml(words('account.link.someFailed', { started, all: started + failed.length }))}</p>
    ${list(failed.map(({ name, code }) => [name, `${wishText(name, language)}: ${errorText(code, words)}`]))}
    <p><a class="button button-primary" href="/">${escapeHtml(words('account.link.toWatches'))}</a></p>`,
    language,
  );
}

/** Wishes with what to say of each, and the title of its class where it is known. */
function list(items: [WishName, string][]): string {
  const lines = items.map(([{ title }, text]) => {
    const named = title === null ? '' : `<br><span class="quiet">${escapeHtml(title)}</span>`;
    return `<li>${escapeHtml(text)}${named}</li>`;
  });
  return lines.length === 0 ? '' : `<ul class="plain stack">${lines.join('')}</ul>`;
}
