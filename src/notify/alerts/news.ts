/** What operators are told about an alert, as a mail and as JSON for a webhook. */
import type { Alert } from '../../domain/alerts.ts';
import { sentenceOf } from '../../domain/alerts.ts';
import { duration } from '../../domain/duration.ts';
import { escapeHtml } from '../../net/escape-html.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import type { Incident } from '../../store/incidents.ts';
import { button, dressed, foot, heading, paragraph } from '../email/dress.ts';
import type { PlainMail } from '../email/message.ts';

/** An incident that has started or ended. */
export type News = Pick<Incident, 'id' | 'alert' | 'severity' | 'value' | 'threshold' | 'startedAt' | 'endedAt'>;

export function alertMail(to: string, news: News, operatorUrl: string): PlainMail {
  const { alert, severity, startedAt, endedAt } = news;
  const subject = endedAt === null ? `PickMyClass: ${alert} (${severity})` : `PickMyClass: ${alert} is over`;
  const lines = [
    `${sentence(news)}.`,
    time(startedAt, endedAt),
    'You are told once when it starts and once when it ends.',
  ];
  return {
    to,
    subject,
    text: `${lines.join('\n\n')}\n\nDetails:\n${operatorUrl}\n`,
    html: dressed(
      'en',
      subject,
      [
        heading(1, subject),
        ...lines.slice(0, 2).map(paragraph),
        button('Details', operatorUrl),
        foot(escapeHtml(lines[2]!)),
      ].join('\n'),
    ),
  };
}

/** The alert as on the bus, and a `text` that chat programs show. The key is the same for every attempt. */
export function alertPost(url: string, news: News): Outgoing {
  const { id, alert: name, severity, value, threshold, startedAt, endedAt } = news;
  const alert: Alert = { name, severity, firing: endedAt === null, since: endedAt ?? startedAt, value, threshold };
  const text = endedAt === null ? `${name} (${severity}): ${sentence(news)}` : `${name} is over`;
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': `${id}:${endedAt === null ? 'start' : 'end'}`,
    },
    body: JSON.stringify({ ...alert, text: `PickMyClass: ${text}. ${time(startedAt, endedAt)}` }),
  };
}

function sentence({ alert: name, value }: News): string {
  return sentenceOf({ name, value });
}

function time(startedAt: string, endedAt: string | null): string {
  if (endedAt === null) return `Since ${utc(startedAt)}.`;
  return `From ${utc(startedAt)} to ${utc(endedAt)}: ${duration(Date.parse(endedAt) - Date.parse(startedAt))}.`;
}

/** `2026-11-23 20:00:05 UTC`. */
function utc(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}
