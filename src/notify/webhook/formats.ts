/**
 * How a short message looks in each kind of webhook. The text comes from the university's site, so each format escapes
 * what it would take for markup.
 */
import { escapeHtml } from '../../net/escape-html.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import type { Note } from '../note.ts';

/** Formats that show a message to people. The format `json` is for programs. */
export const CHAT_FORMATS = ['discord', 'slack', 'telegram', 'ntfy'] as const;
export type ChatFormat = (typeof CHAT_FORMATS)[number];

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** The request that shows `note` at `url`. */
export function chatMessage(format: ChatFormat, url: string, note: Note): Outgoing {
  switch (format) {
    case 'discord':
      return json(url, { content: discordText(note), allowed_mentions: { parse: [] } });
    case 'slack':
      return json(url, { text: slackText(note), unfurl_links: false, unfurl_media: false });
    case 'telegram':
      return telegramMessage(url, note);
    case 'ntfy':
      return ntfyMessage(url, note);
    default:
      return format satisfies never;
  }
}

function json(url: string, body: object): Outgoing {
  return { method: 'POST', url, headers: JSON_TYPE, body: JSON.stringify(body) };
}

function linksOf({ register, watches, stop }: Note): Note['watches'][] {
  return [...(register === null ? [] : [register]), watches, ...(stop === null ? [] : [stop])];
}

function discordText(note: Note): string {
  const links = linksOf(note).map(({ label, url }) => `[${markdown(label)}](<${url}>)`);
  return [`**${markdown(note.title)}**`, markdown(note.text), links.join(' · ')].join('\n');
}

/** Every character that Discord could read as markup, a mention or a link. */
function markdown(text: string): string {
  return text.replace(/[\\`*_~|<>[\]()#@:-]/g, '\\$&');
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping. */
function slackText(note: Note): string {
  const links = linksOf(note).map(({ label, url }) => `<${slack(url)}|${slack(label)}>`);
  return [`*${slack(note.title)}*`, slack(note.text), links.join(' · ')].join('\n');
}

function slack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `https://api.telegram.org/bot<token>/sendMessage?chat_id=<id>`. The chat goes into the body, as the text does. */
function telegramMessage(url: string, note: Note): Outgoing {
  const target = new URL(url);
  const chat = target.searchParams.get('chat_id');
  target.search = '';
  const links = linksOf(note).map((link) => `<a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a>`);
  return json(target.href, {
    ...(chat !== null && { chat_id: chat }),
    text: [`<b>${escapeHtml(note.title)}</b>`, escapeHtml(note.text), links.join(' · ')].join('\n'),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
}

/** https://docs.ntfy.sh/publish: the text is the body, all else is in headers. It is shown as plain text. */
function ntfyMessage(url: string, note: Note): Outgoing {
  const { title, text, register, watches, stop, urgent } = note;
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      title: headerText(title),
      priority: urgent ? 'high' : 'default',
      click: (register ?? watches).url,
      ...(stop !== null && { actions: asciiJson([{ action: 'view', label: stop.label, url: stop.url }]) }),
    },
    body: text,
  };
}

function asciiJson(value: unknown): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, escaped);
}

/** RFC 2047: headers are ASCII. */
function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
