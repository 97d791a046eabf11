/** What a student was told, from the messages that told it. Pure. */
import type { Message } from '../../contract/message.ts';

/** One thing that was told, with how it went on each channel. */
export interface Told {
  about: Message;
  deliveries: Message[];
}

/** `messages`: newest first. One thing has a message for each channel, and the same look found it. */
export function toldThings(messages: readonly Message[]): Told[] {
  const things = new Map<string, Told>();
  for (const message of messages) {
    const key = `${message.section} ${message.kind} ${message.detectedAt}`;
    const thing = things.get(key);
    if (thing === undefined) things.set(key, { about: message, deliveries: [message] });
    else if (!thing.deliveries.some((other) => isSameDelivery(other, message))) thing.deliveries.push(message);
  }
  return [...things.values()];
}

/** Two watches of one section are told in one mail. */
function isSameDelivery(a: Message, b: Message): boolean {
  return a.channel === b.channel && a.label === b.label && a.state === b.state && a.sentAt === b.sentAt;
}

/** Puts a newly loaded first page before what was known. */
export function withNewest(known: readonly Message[], newest: readonly Message[]): Message[] {
  const ids = new Set(newest.map(({ id }) => id));
  return [...newest, ...known.filter(({ id }) => !ids.has(id))];
}
