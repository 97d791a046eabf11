/** Text in XML 1.0, which allows fewer characters than a string can have. */
import { escapeHtml } from '../../net/escape-html.ts';

/** Everything that XML 1.0 forbids, even escaped: control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Makes text safe between tags and in quoted attributes. */
export const escapeXml = (text: string): string => escapeHtml(text.replace(FORBIDDEN, '\u{FFFD}'));
