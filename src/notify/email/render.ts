/**
 * Renders a story as plain text and as HTML. All values are escaped. Styles are inline, because mail clients drop style
 * sheets.
 */
import { escapeHtml } from '../../net/escape-html.ts';
import type { Story } from './story.ts';

export interface Links {
  /** The student's watches. */
  manage: string;
  /** The page that ends this watch; null when it has ended already. */
  unsubscribe: string | null;
}

const SIMULATED = 'This is a simulation: sections, seats and people are made up.';
const LABEL = 'padding:4px 16px 4px 0;font-weight:400;color:#5c6670;white-space:nowrap';
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#8c1d40;color:#ffffff;' +
  'text-decoration:none;font-weight:600';
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

export function renderText(story: Story, links: Links): string {
  const blocks = [
    story.headline,
    story.lines.join('\n'),
    story.details.map(([label, value]) => `${`${label}:`.padEnd(14)}${value}`).join('\n'),
    story.sectionLink === null ? '' : `Open it at the university:\n${story.sectionLink}`,
    `Your watches:\n${links.manage}`,
    links.unsubscribe === null ? '' : `Stop watching this section:\n${links.unsubscribe}`,
    story.simulated ? SIMULATED : '',
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

export function renderHtml(story: Story, links: Links): string {
  const lines = story.lines.map((line) => `<p style="margin:0 0 8px">${escapeHtml(line)}</p>`).join('\n');
  const rows = story.details
    .map(
      ([label, value]) => `<tr>
<th scope="row" align="left" valign="top" style="${LABEL}">${escapeHtml(label)}</th>
<td valign="top" style="padding:4px 0">${escapeHtml(value)}</td>
</tr>`,
    )
    .join('\n');
  const button =
    story.sectionLink === null
      ? ''
      : `<p style="margin:24px 0"><a href="${escapeHtml(story.sectionLink)}"
style="${BUTTON}">Open it at the university</a></p>`;
  const unsubscribe =
    links.unsubscribe === null
      ? ''
      : ` · <a href="${escapeHtml(links.unsubscribe)}" style="color:#5c6670">Stop watching this section</a>`;
  const simulated = story.simulated ? `<p style="margin:8px 0 0">${escapeHtml(SIMULATED)}</p>` : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(story.subject)}</title></head>
<body style="margin:0;padding:24px;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(story.headline)}</h1>
${lines}
${button}
<table role="presentation" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:15px">
${rows}
</table>
<div style="margin-top:24px;padding-top:12px;border-top:1px solid #d0d4d9;font-size:13px;color:#5c6670">
<a href="${escapeHtml(links.manage)}" style="color:#5c6670">Your watches</a>${unsubscribe}
${simulated}
</div>
</div>
</body>
</html>
`;
}
