/**
 * Whose push messages this browser takes. A browser has one subscription, and so it belongs to one account at a time:
 * signing out ends it, and so does signing in as somebody else. The service worker reads who it is, too.
 */
import { ask } from './http.ts';

/** The cache that it is kept in. The service worker has the same name. */
const PUSH_OWNER = 'pickmyclass-push-owner';

interface Owner {
  email: string;
  /** The id of the account's channel. */
  channel: string;
}

export async function keepPushOwner(owner: Owner): Promise<void> {
  const kept = await caches.open(PUSH_OWNER);
  await kept.put('/', Response.json(owner));
}

/** Before signing out: removes the channel of this browser. The account is not told of it, because it asked for it. */
export async function endPush(): Promise<void> {
  const owner = await pushOwner();
  if (owner === undefined) return;
  // Signing out must work even if the channel is gone already, or the server does not answer.
  await ask(`/api/v1/channels/${owner.channel}`, { method: 'DELETE' }).catch(() => undefined);
  await unsubscribe();
}

/** `email`: who is signed in. The account that had this browser before is not told anything here any more. */
export async function endPushOfOthers(email: string): Promise<void> {
  const owner = await pushOwner();
  if (owner !== undefined && owner.email !== email) await unsubscribe();
}

async function pushOwner(): Promise<Owner | undefined> {
  // Browsers have neither caches nor push messages without a secure connection.
  if (!('caches' in globalThis)) return undefined;
  const found = await (await caches.open(PUSH_OWNER)).match('/');
  return found === undefined ? undefined : ((await found.json()) as Owner);
}

async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await caches.delete(PUSH_OWNER);
}
