/** What Chromium reports about a page's network. */
import type { CDPSession, Page } from 'puppeteer';

/**
 * Opens a session that reports the page's network. The browser keeps no bodies for it, and the page's service workers
 * stay bypassed.
 */
export async function watchNetwork(page: Page): Promise<CDPSession> {
  const session = await page.createCDPSession();
  await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  await session.send('Network.setBypassServiceWorker', { bypass: true });
  return session;
}

/**
 * Ends the reports that puppeteer itself gets for each request of the page, for which the browser also keeps every body,
 * up to 100 MB. Then `page.on('request')` and the like are silent. Puppeteer has no public way to do this.
 */
export async function endPuppeteersReports(page: Page): Promise<void> {
  await (page as unknown as { _client(): CDPSession })._client().send('Network.disable');
}
