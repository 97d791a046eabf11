/** A Chromium behind a gate, with pages that limit what a malicious site can do. */
import type { Browser, Page } from 'puppeteer';
import { Gate } from './gate.ts';
import type { GateOptions } from './gate.ts';
import { launchBrowser } from './launch.ts';
import type { LaunchedBrowser } from './launch.ts';

export interface GuardedBrowser extends Pick<LaunchedBrowser, 'pid' | 'exited' | 'close'> {
  /**
   * Opens a page in a new browser context: it has no storage of earlier pages, no service worker, no downloads and no
   * further windows, and dialogs are dismissed. Close its context when it is no longer needed.
   */
  newPage(): Promise<Page>;
}

/** Hosts that Chromium itself contacts in spite of all flags. They are refused without a report. */
const OWN_CALLS = /(^|\.)(google|googleapis|gvt1)\.com$/;

/** Rejects as `launchBrowser` does. */
export async function launchGuarded(executablePath: string, options: GateOptions): Promise<GuardedBrowser> {
  const gate = await Gate.open({
    ...options,
    onRefused: (destination) => {
      if (!OWN_CALLS.test(destination.hostname)) options.onRefused(destination);
    },
  });
  try {
    const launched = await launchBrowser(executablePath, gate.url);
    void launched.exited.then(() => {
      gate.close();
    });
    return {
      pid: launched.pid,
      exited: launched.exited,
      close: () => launched.close(),
      newPage: () => openPage(launched.browser),
    };
  } catch (error) {
    gate.close();
    throw error;
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.createBrowserContext({ downloadBehavior: { policy: 'deny' } });
  const page = await context.newPage();
  await page.setBypassServiceWorker(true);
  // Failures are ignored: dialogs and popups close together with their page.
  page.on('dialog', (dialog) => {
    dialog.dismiss().catch(() => {});
  });
  page.on('popup', (popup) => {
    popup?.close().catch(() => {});
  });
  return page;
}
