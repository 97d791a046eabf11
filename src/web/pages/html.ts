/** The few pages that the server renders itself, in the style of the app. */
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { escapeHtml } from '../../net/escape-html.ts';

/** Renders a whole page. `title` is escaped, `content` is HTML. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${escapeHtml(title)} · PickMyClass</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/base.css">
</head>
<body>
  <header class="page-head"><a class="brand" href="/">PickMyClass</a></header>
  <main class="narrow"><section class="card stack">
    <h1>${escapeHtml(title)}</h1>
    ${content}
  </section></main>
</body>
</html>
`;
}

export function errorPage(message: string): string {
  return page('That did not work', `<p>${escapeHtml(message)}</p>\n    <p><a href="/">Back to PickMyClass</a></p>`);
}

/** Returns whether the client prefers a page, as browsers do. A client without a preference gets JSON. */
export function wantsPage(request: FastifyRequest): boolean {
  return new Negotiator(request).mediaTypes(['application/json', 'text/html'])[0] === 'text/html';
}
