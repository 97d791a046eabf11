import { escapeHtml } from '../../net/escape-html.ts';
import { page } from './html.ts';

/** The page behind a sign-in link. Only submitting its form signs in. */
export function signInPage(email: string, token: string): string {
  return page(
    'Sign in',
    `<p>Sign in to PickMyClass as <strong>${escapeHtml(email)}</strong>?</p>
    <form method="post" action="/sign-in" class="buttons">
      <input type="hidden" name="token" value="${escapeHtml(token)}">
      <button class="button button-primary" type="submit">Sign in</button>
    </form>`,
  );
}
