/**
 * The tabs of one site in one browser. They are opened when needed, shared by several uses, and replaced after errors
 * that spoil them.
 */
import type { Page } from 'puppeteer';
import { browsersError } from './errors.ts';

interface KeptTab<Tab> {
  page: Promise<Page>;
  tab: Promise<Tab>;
  /** Rejects when the page crashes or is closed during a use. */
  gone: Promise<never>;
  uses: number;
}

export interface KeptTabsOptions<Tab> {
  /** Opens a page in a new browser context. */
  newPage: () => Promise<Page>;
  /** The maximum number of tabs at a time. */
  limit: number;
  open: (page: Page) => Promise<Tab>;
  /** Whether a tab must not be used again after this error. */
  spoils: (error: unknown) => boolean;
}

/**
 * A browser context opens at most this many connections to one host. Further uses would wait, so another tab with a
 * separate context takes them.
 */
const USES_PER_TAB = 6;

export class KeptTabs<Tab> {
  readonly #options: KeptTabsOptions<Tab>;
  readonly #kept = new Set<KeptTab<Tab>>();

  constructor(options: KeptTabsOptions<Tab>) {
    this.#options = options;
  }

  /** Runs `work` in the least used tab. Rejects as `work` does, or with PMC_BROWSER_FAILED when the tab is gone. */
  async use<Value>(work: (tab: Tab) => Promise<Value>): Promise<Value> {
    const kept = this.#leastUsed();
    kept.uses += 1;
    try {
      return await Promise.race([kept.tab.then(work), kept.gone]);
    } catch (error) {
      if (this.#options.spoils(error)) this.#kept.delete(kept);
      throw error;
    } finally {
      kept.uses -= 1;
      // Other uses of a spoilt tab may finish first.
      if (kept.uses === 0 && !this.#kept.has(kept)) close(kept);
    }
  }

  #leastUsed(): KeptTab<Tab> {
    const [least] = [...this.#kept].sort((a, b) => a.uses - b.uses);
    return least !== undefined && (least.uses < USES_PER_TAB || this.#kept.size >= this.#options.limit)
      ? least
      : this.#open();
  }

  #open(): KeptTab<Tab> {
    const page = this.#options.newPage();
    const gone = page.then(
      (opened) =>
        new Promise<never>((_, reject) => {
          const fail = (reason: string) => () =>
            reject(browsersError('PMC_BROWSER_FAILED', { browser: 'Chromium', reason }));
          opened.once('error', fail('a tab crashed'));
          opened.once('close', fail('a tab was closed'));
        }),
    );
    gone.catch(() => {}); // the uses get the error, if there are any
    const kept = { page, tab: page.then(this.#options.open), gone, uses: 0 };
    this.#kept.add(kept);
    return kept;
  }
}

/** Closes the tab in the background. A failure means that the browser is gone, and the tab with it. */
function close({ page }: KeptTab<unknown>): void {
  page.then((opened) => opened.browserContext().close()).catch(() => {});
}
