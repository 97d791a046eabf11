import { escapeHtml } from '../../net/escape-html.ts';
import { page } from './html.ts';

/** The page behind an unsubscribe link. Opening it changes nothing; its forms do. */
export function unsubscribePage(section: string, token: string): string {
  const action = `/api/v1/unsubscribe?token=${encodeURIComponent(token)}`;
  return page(
    'Stop these mails?',
    `<p>You get mails when section <strong>${escapeHtml(section)}</strong> changes.</p>
    <form method="post" action="${escapeHtml(action)}" class="buttons">
      <button class="button button-primary" name="scope" value="watch">Stop watching this section</button>
      <button class="button button-danger" name="scope" value="all">Stop all my watches</button>
    </form>`,
  );
}

export function unsubscribedPage(): string {
  return page(
    'No more mails',
    '<p>You will get no further mails about this.</p>\n    <p><a href="/">Watch other sections</a></p>',
  );
}
