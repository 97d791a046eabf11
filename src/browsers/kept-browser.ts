/** A Chromium that keeps its tabs open. When it is retired, it finishes the running work and closes. */
import type { Page } from 'puppeteer';
import { systemClock, within } from '../runtime/index.ts';
import { browsersError } from './errors.ts';
import type { GateOptions } from './gate.ts';
import { launchGuarded } from './guarded-browser.ts';
import type { GuardedBrowser } from './guarded-browser.ts';
import { KeptTabs } from './kept-tabs.ts';

export interface KeptBrowserOptions<Tab> {
  executablePath: string;
  /** The maximum number of tabs per site. */
  tabs: number;
  /** `freshPage` opens another page that shares nothing with the first one. */
  openTab: (site: string, page: Page, freshPage: () => Promise<Page>) => Promise<Tab>;
  /** How many uses a tab can have at the same time; undefined: not known yet. */
  carries: (tab: Tab) => number | undefined;
  /** Where the pages may connect. */
  gate: GateOptions;
  /** Whether a tab must not be used again after this error. */
  spoilsTab: (error: unknown) => boolean;
  /** Called when the process ends although the owner neither retired nor closed it. */
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
  /** How many uses there were so far, including running ones. */
  get uses(): number {
    return this.#uses;
  }

  /**
   * Runs `work` in a tab of `site`. Rejects as `work` does, with PMC_BROWSER_FAILED when the tab is gone, or with
   * PMC_BROWSER_BUSY when no tab opens.
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
   * Finishes the running work and closes. Resolves like `close`, once the browser is closed. Do not call `use` after
   * it.
   */
  async retire(): Promise<Error | undefined> {
    this.#retired = true;
    if (this.#running === 0) await this.close();
    await this.#launched.exited;
    return this.close();
  }

  /** Closes at once, so that running work fails. Resolves to the error if the browser could not be cleaned up. */
  async close(): Promise<Error | undefined> {
    this.#retired = true;
    return this.#launched.close();
  }

  /** When no tab opens, the browser hangs. Then it is closed by force and so is lost. */
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
    const { openTab, carries, spoilsTab, tabs } = this.#options;
    const known = this.#sites.get(site);
    if (known !== undefined) return known;
    const opened = new KeptTabs<Tab>({
      newPage: () => this.#newPage(),
      limit: tabs,
      open: (page) => openTab(site, page, () => this.#newPage()),
      carries,
      spoils: spoilsTab,
    });
    this.#sites.set(site, opened);
    return opened;
  }
}
