/** The webhook channel: posts messages to URLs that students have added. */
import type { Outgoing, OutgoingClient } from '../../net/outgoing.ts';
import type { Bundle, Compose, StudentsChannel, TestMessage } from '../channel.ts';
import type { Refusal } from '../destinations.ts';
import { Destinations, UNDER_WAY } from '../destinations.ts';
import { chatMessage } from './formats.ts';
import type { WebhookSettings } from './settings.ts';
import { webhookSettings } from './settings.ts';
import { contentOf, signedJson } from './signed-json.ts';

export function webhookChannel(client: OutgoingClient, compose: Compose): StudentsChannel {
  const destinations = new Destinations(client, refusalOf);
  const messagesFor = (settings: WebhookSettings, bundle: Bundle): Outgoing[] =>
    settings.format === 'json'
      ? bundle.map((each) => signedJson(settings, each.id, contentOf(each)))
      : [chatMessage(settings.format, settings.url, compose(bundle))];
  return {
    name: 'webhook',
    concurrency: UNDER_WAY,
    deliver: (bundle, mayHandOver) => {
      const [{ userId, settings: stored }] = bundle;
      const settings = webhookSettings(stored);
      const { host } = new URL(settings.url);
      return destinations.deliver({ host, student: userId, messages: messagesFor(settings, bundle) }, mayHandOver);
    },
    test: (stored, message) => destinations.send([testFor(webhookSettings(stored), message)]),
    close: async () => destinations.close(),
  };
}

function testFor(settings: WebhookSettings, { key, note }: TestMessage): Outgoing {
  return settings.format === 'json'
    ? signedJson(settings, key, { test: true })
    : chatMessage(settings.format, settings.url, note);
}

/** These ask for patience: timeout, conflict, too early, too many requests. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425, 429]);

const refusalOf: Refusal = (status) => {
  if (status === 404 || status === 410) return 'gone';
  if (status >= 300 && status < 400) return 'moved';
  return status >= 400 && status < 500 && !PASSING.has(status) ? 'refused' : null;
};
