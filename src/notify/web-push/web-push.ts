/** The Web Push channel (RFC 8030): encrypted messages to browsers, through the push services of their makers. */
import { createHash } from 'node:crypto';
import webPush from 'web-push';
import type { Outgoing, OutgoingClient } from '../../net/outgoing.ts';
import type { Bundle, Compose, StudentsChannel } from '../channel.ts';
import type { Refusal } from '../destinations.ts';
import { Destinations, UNDER_WAY } from '../destinations.ts';
import type { Note } from '../note.ts';
import type { PushSettings } from './settings.ts';
import { pushSettings } from './settings.ts';
import type { PushSender } from './vapid-tokens.ts';
import { VapidTokens } from './vapid-tokens.ts';

/** Seconds for which a push service keeps a message for a browser that is off. An open seat is old news soon. */
const URGENT_TTL_S = 3_600;
const TTL_S = 86_400;
/** RFC 8030 §5.4: a topic has at most 32 characters of base64url. */
const TOPIC_LENGTH = 32;
/** Characters. A message has at most 3,993 bytes after encryption (RFC 8291 §4), a character at most four. */
const LONGEST = { title: 120, text: 400, url: 500 };

export function webPushChannel(client: OutgoingClient, compose: Compose, sender: PushSender): StudentsChannel {
  const destinations = new Destinations(client, refusalOf);
  const tokens = new VapidTokens(sender, client.clock);
  return {
    name: 'web-push',
    concurrency: UNDER_WAY,
    deliver: async (bundle, mayHandOver) => {
      const [{ userId, settings: stored }] = bundle;
      const settings = pushSettings(stored);
      if (settings.serverKey !== sender.keys.publicKey)
        return { outcome: 'gone', error: 'the browser subscribed with another key', reason: 'old-key' };
      const { host } = new URL(settings.endpoint);
      const messages = [pushMessage(settings, tokens, compose(bundle), aboutOf(bundle))];
      return destinations.deliver({ host, student: userId, messages }, mayHandOver);
    },
    test: (stored, { note, key }) => destinations.send([pushMessage(pushSettings(stored), tokens, note, key)]),
    close: async () => destinations.close(),
  };
}

/**
 * A newer message about the same class takes the place of one that the browser has not fetched yet, or still shows. One
 * about several classes replaces nothing.
 */
function aboutOf(bundle: Bundle): string {
  const about = new Set(bundle.map(({ watchId, section }) => `${watchId} ${section}`));
  return about.size === 1 ? [...about][0]! : bundle[0].message;
}

/** What the service worker gets. `about`: a newer message about the same replaces an older one. */
function pushMessage({ endpoint, keys }: PushSettings, tokens: VapidTokens, note: Note, about: string): Outgoing {
  const tag = createHash('sha256').update(about).digest('base64url').slice(0, TOPIC_LENGTH);
  const payload = JSON.stringify({
    title: note.title.slice(0, LONGEST.title),
    text: note.text.slice(0, LONGEST.text),
    tag,
    urgent: note.urgent,
    links: [note.register, note.stop ?? note.watches].flatMap((link) =>
      link === null || link.url.length > LONGEST.url
        ? []
        : {
            label: link.label.slice(0, LONGEST.title),
            url: link.url,
            ...(link === note.stop && { done: note.stop.done.slice(0, LONGEST.title) }),
          },
    ),
  });
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, payload, {
    vapidDetails: null,
    TTL: note.urgent ? URGENT_TTL_S : TTL_S,
    urgency: note.urgent ? 'high' : 'normal',
    topic: tag,
  });
  return { method: 'POST', url: endpoint, headers: { ...headers, Authorization: tokens.headerFor(endpoint) }, body };
}

/** RFC 8030 §7.3. Other refusals may be our own fault, so they end no subscription. */
const refusalOf: Refusal = (status) => (status === 404 || status === 410 ? 'gone' : null);
