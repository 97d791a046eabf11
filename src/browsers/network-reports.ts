/**
 * Chromium's reports of a page's network, which pass by service workers too. They take more than a third of the CPU
 * time of a page's call, so they are on only while somebody needs them.
 */
import type { CDPSession, Page } from 'puppeteer';

export class NetworkReports {
  readonly session: CDPSession;
  #needed = 0;
  #on: Promise<unknown> | undefined;

  static async of(page: Page): Promise<NetworkReports> {
    return new NetworkReports(await page.createCDPSession());
  }

  private constructor(session: CDPSession) {
    this.session = session;
  }

  /** Whether the page's calls pass by its service workers now. */
  get on(): boolean {
    return this.#on !== undefined;
  }

  /** Turns the reports on until as many calls of `end` have followed. The browser keeps no bodies for them. */
  async begin(): Promise<void> {
    this.#needed += 1;
    this.#on ??= this.session
      .send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 })
      .then(() => this.session.send('Network.setBypassServiceWorker', { bypass: true }));
    await this.#on;
  }

  async end(): Promise<void> {
    this.#needed -= 1;
    if (this.#needed > 0) return;
    this.#on = undefined;
    await this.session.send('Network.disable');
  }
}

/**
 * Ends the reports that puppeteer itself gets of the page, for which the browser also keeps every body, up to 100 MB.
 * Then `page.on('request')` and the like are silent. Puppeteer has no public way to do this.
 */
export async function endPuppeteersReports(page: Page): Promise<void> {
  await (page as unknown as { _client(): CDPSession })._client().send('Network.disable');
}
