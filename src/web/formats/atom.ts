/** A feed in Atom 1.0 (RFC 4287). */
import { escapeXml } from './xml.ts';

export interface Feed {
  /** Where the feed is, which is also its id. */
  self: string;
  /** The page that it belongs to. */
  page: string;
  title: string;
  language: string;
  /** Newest first. */
  entries: readonly Entry[];
  /** ISO 8601, for a feed without entries. */
  updated: string;
}

export interface Entry {
  /** An absolute URL that never changes. */
  id: string;
  title: string;
  summary: string;
  /** ISO 8601. */
  updated: string;
}

export const ATOM_TYPE = 'application/atom+xml; charset=utf-8';

export function atomOf({ self, page, title, language, entries, updated }: Feed): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(language)}">
  <id>${escapeXml(self)}</id>
  <title>${escapeXml(title)}</title>
  <updated>${escapeXml(entries[0]?.updated ?? updated)}</updated>
  <author><name>PickMyClass</name></author>
  <link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>
  <link rel="alternate" type="text/html" href="${escapeXml(page)}"/>
${entries.map((entry) => entryOf(entry, page)).join('')}</feed>
`;
}

function entryOf({ id, title, summary, updated }: Entry, page: string): string {
  return `  <entry>
    <id>${escapeXml(id)}</id>
    <title>${escapeXml(title)}</title>
    <updated>${escapeXml(updated)}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(page)}"/>
    <summary>${escapeXml(summary)}</summary>
  </entry>
`;
}
