/** One Chromium with its kept tabs, used until it is retired: then it finishes what runs and closes. */
import type { Page } from 'puppeteer';
import { systemClock, within } from '../runtime/index.ts';
import { browsersError } from './errors.ts';
import type { GateOptions } from './gate.ts';
import { launchGuarded } from './guarded-browser.ts';
import type { GuardedBrowser } from './guarded-browser.ts';
import { KeptTabs } from './kept-tabs.ts';

export interface KeptBrowserOptions<Tab> {
  executablePath: string;
  /** The most tabs of each site. */
  tabs: number;
  /** `freshPage` opens a further page, with nothing of the others in it. */
  openTab: (site: string, page: Page, freshPage: () => Promise<Page>) => Promise<Tab>;
  /** To whom the pages may speak. */
  gate: GateOptions;
  /** Whether a tab in which this went wrong is not to be used again. */
  spoilsTab: (error: unknown) => boolean;
  /** The process ended although it was neither retired nor closed by the owner. */
  onLost: () => void;
}

const OPEN_TIMEOUT_MS = 10_000;

export class KeptBrowser<Tab> {
  readonly #launched: GuardedBrowser;
  readonly #options: KeptBrowserOptions<Tab>;
  readonly #sites = new Map<string, KeptTabs<Tab>>();
  #running = 0;
  #uses = 0;
  #retired = false;

  /** Rejects with PMC_BROWSER_FAILED. */
  static async launch<Tab>(options: KeptBrowserOptions<Tab>): Promise<KeptBrowser<Tab>> {
    return new KeptBrowser(await launchGuarded(options.executablePath, options.gate), options);
  }

  private constructor(launched: GuardedBrowser, options: KeptBrowserOptions<Tab>) {
    this.#launched = launched;
    this.#options = options;
    void launched.exited.then(() => {
      if (!this.#retired) options.onLost();
    });
  }

  get pid(): number {
    return this.#launched.pid;
  }
  /** So far, the running ones included. */
  get uses(): number {
    return this.#uses;
  }

  /**
   * Works in a tab of `site`. Rejects as `work` does, with PMC_BROWSER_FAILED when the tab is gone, with
   * PMC_BROWSER_BUSY when none opens.
   */
  async use<Value>(site: string, work: (tab: Tab) => Promise<Value>): Promise<Value> {
    this.#running += 1;
    this.#uses += 1;
    try {
      return await this.#tabsOf(site).use(work);
    } finally {
      this.#running -= 1;
      if (this.#retired && this.#running === 0) await this.close();
    }
  }

  /**
   * Takes leave: resolves as `close` does, once what runs is finished and the browser is closed. Give it no more work.
   */
  async retire(): Promise<Error | undefined> {
    this.#retired = true;
    if (this.#running === 0) await this.close();
    await this.#launched.exited;
    return this.close();
  }

  /** Closes at once; what runs fails. Resolves to what could not be cleaned up, if anything. */
  async close(): Promise<Error | undefined> {
    this.#retired = true;
    return this.#launched.close();
  }

  /** A browser in which no tab opens hangs: it is closed by force, and so is lost. */
  async #newPage(): Promise<Page> {
    const late = (): Error =>
      browsersError('PMC_BROWSER_BUSY', { browser: `Chromium ${this.pid}`, timeoutMs: OPEN_TIMEOUT_MS });
    try {
      return await within(systemClock, OPEN_TIMEOUT_MS, this.#launched.newPage(), late);
    } catch (error) {
      void this.#launched.close();
      throw error;
    }
  }

  #tabsOf(site: string): KeptTabs<Tab> {
    const { openTab, spoilsTab, tabs } = this.#options;
    const known = this.#sites.get(site);
    if (known !== undefined) return known;
    const opened = new KeptTabs<Tab>({
      newPage: () => this.#newPage(),
      limit: tabs,
      open: (page) => openTab(site, page, () => this.#newPage()),
      spoils: spoilsTab,
    });
    this.#sites.set(site, opened);
    return opened;
  }
}
