/**
 * The service worker: shows push messages, and the pages as last seen while there is no connection. It is plain
 * JavaScript, because browsers load it as it is.
 */

const PAGES = 'pickmyclass-pages';
/** The cache in which the page keeps whose push messages this browser takes. */
const PUSH_OWNER = 'pickmyclass-push-owner';
const KEPT_FILES = 60;
const SHOWN_OFFLINE = ['/', '/account'];

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => event.waitUntil(show(messageIn(event))));

self.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(act(notification, notification.data.links[action === '' ? -1 : Number(action)]));
});

/** The browser has replaced the subscription, so the old one gets nothing any more. */
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && SHOWN_OFFLINE.includes(url.pathname)) event.respondWith(lastSeen(request, url));
  if (url.pathname.startsWith('/assets/')) event.respondWith(lastSeen(request, url));
});

/** A message that cannot be read must be shown too: a browser ends a subscription that shows nothing. */
function messageIn({ data }) {
  try {
    const { title, text, tag, urgent, links } = data.json();
    return { title, text, tag, urgent, links };
  } catch {
    return { title: 'PickMyClass', text: '', tag: 'unreadable', urgent: false, links: [] };
  }
}

function show({ title, text, tag, urgent, links }) {
  return self.registration.showNotification(title, {
    body: text,
    tag,
    // A newer message about the same class replaces the older one, and is heard again.
    renotify: true,
    requireInteraction: urgent,
    icon: '/assets/icon-192.png',
    badge: '/assets/badge-96.png',
    data: { links },
    actions: links.map(({ label }, index) => ({ action: String(index), title: label })),
  });
}

/** A button opens its link, or does at once what the link does; the message itself opens our own page. */
async function act({ title, tag }, link) {
  if (link?.done !== undefined) return stop(title, tag, link);
  if (link !== undefined) return self.clients.openWindow(link.url);
  const pages = await self.clients.matchAll({ type: 'window' });
  const page = pages.find(({ url }) => new URL(url).pathname === '/');
  return page === undefined ? self.clients.openWindow('/') : page.focus();
}

/** Without a connection, the page of the link says so. */
async function stop(title, tag, { url, done }) {
  const answer = await fetch(url, { method: 'POST' }).catch(() => undefined);
  if (answer?.ok !== true) return self.clients.openWindow(url);
  return show({ title, text: done, tag, urgent: false, links: [] });
}

/** For the account that asked for messages here, and for no other one that has signed in since. */
async function renew() {
  const owner = await (await caches.open(PUSH_OWNER)).match('/');
  const session = await fetch('/api/v1/session');
  if (owner === undefined || !session.ok) return;
  const { email } = await owner.json();
  if ((await session.json()).email !== email) return;
  const { publicKey } = await (await fetch('/api/v1/push-key')).json();
  const subscription = await self.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const added = await send('/api/v1/channels', { type: 'web-push', subscription: subscription.toJSON() });
  if (!added.ok) return;
  const { id } = await added.json();
  await (await caches.open(PUSH_OWNER)).put('/', Response.json({ email, channel: id }));
  await send(`/api/v1/channels/${id}/test`, {});
}

function send(path, body) {
  const headers = { 'content-type': 'application/json' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The answer of the server, which is kept; without a connection, the one that was kept last. */
async function lastSeen(request, { pathname }) {
  const kept = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await keep(kept, pathname, answer.clone());
    return answer;
  } catch (error) {
    const last = await kept.match(pathname);
    if (last === undefined) throw error;
    return last;
  }
}

/** Files of older versions are dropped: the ones kept longest ago go first. */
async function keep(kept, pathname, answer) {
  await kept.put(pathname, answer);
  for (const oldest of (await kept.keys()).slice(0, -KEPT_FILES)) await kept.delete(oldest);
}
