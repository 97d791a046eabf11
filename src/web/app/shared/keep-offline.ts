/** Lets the service worker keep the pages for times without a connection. Also a condition for push messages. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  // Later, so that the worker's own files do not compete with what the reader waits for. A browser may forbid it: the
  // page works without.
  const register = (): void => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
