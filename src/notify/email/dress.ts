/**
 * The look of every mail, on light and on dark screens. Styles are inline, because some mail programs drop style
 * sheets; the style sheet turns them dark where it is kept.
 */
import { escapeHtml } from '../../net/escape-html.ts';
import type { Language } from '../../words/language.ts';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const PAPER = `padding:24px;background:#ffffff;color:#1d2125;${FONT};font-size:16px;line-height:1.5`;
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#8c1d40;color:#ffffff;' +
  'text-decoration:none;font-weight:600';
const DARK = `
@media (prefers-color-scheme: dark) {
  body, .paper { background: #14171a !important; color: #e8eaed !important }
  .quiet, .quiet a, .label { color: #b0b8c1 !important }
  .link { color: #f3a9c0 !important }
  .button { background: #f3a9c0 !important; color: #2b0613 !important }
  .rule { border-color: #3a4149 !important }
}`;

/** A whole mail. `body` is HTML. */
export function dressed(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${DARK}
</style></head>
<body style="margin:0;padding:0;background:#ffffff;color:#1d2125">
<div class="paper" style="${PAPER}">
<main style="display:block;max-width:560px;margin:0 auto">
${body}
</main>
</div>
</body>
</html>
`;
}

export const heading = (level: 1 | 2, text: string): string => {
  const size = level === 1 ? 22 : 18;
  const style = `margin:${level === 1 ? 0 : 28}px 0 8px;font-size:${size}px;line-height:1.3`;
  return `<h${level} style="${style}">${escapeHtml(text)}</h${level}>`;
};

export const paragraph = (text: string): string => `<p style="margin:0 0 8px">${escapeHtml(text)}</p>`;

/** Quieter text. `html` is HTML. */
export const quiet = (html: string): string =>
  `<p class="quiet" style="margin:0 0 8px;font-size:14px;color:#57606a">${html}</p>`;

export const button = (label: string, url: string): string =>
  `<p style="margin:16px 0"><a class="button" href="${escapeHtml(url)}" style="${BUTTON}">${escapeHtml(label)}</a></p>`;

export const link = (label: string, url: string): string =>
  `<a class="link" href="${escapeHtml(url)}" style="color:#8c1d40">${escapeHtml(label)}</a>`;

/** The last lines of a mail, below a rule. Empty ones are left out. Each is HTML. */
export const foot = (...lines: string[]): string =>
  `<div class="rule" style="margin-top:24px;padding-top:12px;border-top:1px solid #d0d4d9">
${lines.filter(Boolean).map(quiet).join('\n')}
</div>`;

/** Facts, each with its label. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): string {
  const cells = rows.map(
    ([label, value]) => `<tr>
<th class="label" scope="row" align="left" valign="top"
style="padding:4px 16px 4px 0;font-weight:400;color:#57606a">${escapeHtml(label)}</th>
<td valign="top" style="padding:4px 0">${escapeHtml(value)}</td>
</tr>`,
  );
  return `<table cellpadding="0" cellspacing="0" style="margin:0 0 12px;border-collapse:collapse;font-size:15px">
${cells.join('\n')}
</table>`;
}
