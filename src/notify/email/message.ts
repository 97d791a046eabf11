/** Composes mails. Every attempt at a mail gives the same mail. */
import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { Bundle } from '../channel.ts';
import type { Campus } from '../story/campus.ts';
import { linksFor } from '../links.ts';
import { storyOf } from '../story/story.ts';
import { renderHtml, renderText } from './render.ts';

export interface MailSettings {
  /** `PickMyClass <alerts@example.edu>` or an address alone. */
  from: string;
  /** Signs unsubscribe links. */
  secret: string;
  /** Without a slash at the end. Called for each mail, because the port is not known at the start. */
  publicUrl: () => string;
  campusOf: (institution: string) => Campus;
}

/** A mail outside the notification store, such as a sign-in link. */
export interface PlainMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/**
 * The left part of a bundle's Message-ID. It is the same on every attempt and has only characters that an id may have.
 */
export function messageName(bundle: Bundle): string {
  return nameOf(bundle[0].message);
}

/** The mail for a bundle, dated `now` (epoch ms). */
export function composeBundle(bundle: Bundle, settings: MailSettings, now: number): SendMailOptions {
  const [first] = bundle;
  const changes = bundle.flatMap(({ change }) => change ?? []);
  const notices = [...new Set(bundle.flatMap(({ notice }) => notice ?? []))];
  const story = storyOf(bundle, settings.campusOf, now);
  const links = linksFor(first, settings.publicUrl(), settings.secret);
  const watchIds = story.parts.flatMap((part) => part.watchIds);
  const domain = domainOf(settings.from);
  return {
    ...addressed(first.recipient, settings.from),
    subject: story.subject,
    text: renderText(story, links),
    html: renderHtml(story, links),
    messageId: `<${messageName(bundle)}@${domain}>`,
    date: new Date(now),
    headers: {
      ...AUTOMATIC,
      'List-Id': `PickMyClass alerts <alerts.${domain}>`,
      ...(changes.length > 0 ? { 'X-PickMyClass-Change': changes.map(({ id }) => id) } : {}),
      ...(notices.length > 0 ? { 'X-PickMyClass-Notice': notices } : {}),
      ...(watchIds.length === 0 ? {} : oneClick(links.stop([...new Set(watchIds)]))),
    },
  };
}

/**
 * RFC 8058: one click ends the watches of this mail, all of them and no others. nodemailer's `list` option would write
 * List-Unsubscribe-Post as a URL. `prepared` keeps nodemailer from folding the URL.
 */
function oneClick(url: string) {
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** A second attempt has the same Message-ID, so that a server which took the first one can drop it. */
export function composePlain({ to, subject, text, html }: PlainMail, from: string, now: number): SendMailOptions {
  return {
    ...addressed(to, from),
    subject,
    text,
    html,
    messageId: `<${nameOf(JSON.stringify([to, subject, text]))}@${domainOf(from)}>`,
    date: new Date(now),
    headers: AUTOMATIC,
  };
}

/** RFC 3834: vacation responders do not answer. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated' };

/** Passes the recipient as one address, not as text to parse: a comma in it must not make two recipients. */
function addressed(recipient: string, from: string): SendMailOptions {
  const to = { name: '', address: recipient };
  return { from, to, disableFileAccess: true, disableUrlAccess: true, normalizeHeaderKey: asNamed };
}

/**
 * nodemailer would write X-Pickmyclass-Change. That is the same header, but a search for the documented name misses it.
 */
function asNamed(key: string): string {
  return key.replace(/^X-Pickmyclass-/, 'X-PickMyClass-');
}

function nameOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 40);
}

function domainOf(from: string): string {
  return /@([a-z0-9.-]+)>?\s*$/i.exec(from)?.[1]?.toLowerCase() ?? 'localhost';
}
