/** The few pages that the server renders itself, in the style of the app and the language of the reader. */
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { escapeHtml } from '../../net/escape-html.ts';
import { errorText } from '../../words/error-words.ts';
import { t } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';
import type { ErrorBody } from '../contract/error.ts';

/** Renders a whole page. `title` is escaped, `content` is HTML. */
export function page(title: string, content: string, language: Language = 'en'): string {
  return `<!doctype html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>${escapeHtml(title)} · PickMyClass</title>
  <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
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

/** The code is for people who ask for help with it. */
export function errorPage({ code }: Pick<ErrorBody, 'code'>, language: Language): string {
  const words = t(language);
  return page(
    words('pages.failed'),
    [
      `<p>${escapeHtml(errorText(code, words))} <code>${escapeHtml(code)}</code></p>`,
      `    <p><a href="/">${escapeHtml(words('pages.back'))}</a></p>`,
    ].join('\n'),
    language,
  );
}

/** Returns whether the client prefers a page, as browsers do. A client without a preference gets JSON. */
export function wantsPage(request: FastifyRequest): boolean {
  return new Negotiator(request).mediaTypes(['application/json', 'text/html'])[0] === 'text/html';
}
