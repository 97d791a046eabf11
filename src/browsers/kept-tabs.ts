/**
 * The tabs of one site that are kept open in one browser: opened when needed, shared by several uses, replaced when
 * they misbehave.
 */
import type { Page } from 'puppeteer';
import { browsersError } from './errors.ts';

interface KeptTab<Tab> {
  page: Promise<Page>;
  tab: Promise<Tab>;
  /** Rejects when the page crashes or is closed under a use. */
  gone: Promise<never>;
  uses: number;
}

export interface KeptTabsOptions<Tab> {
  /** In a browser context of its own. */
  newPage: () => Promise<Page>;
  /** The most tabs at a time. */
  limit: number;
  open: (page: Page) => Promise<Tab>;
  /** Whether a tab in which this went wrong is not to be used again. */
  spoils: (error: unknown) => boolean;
}

/**
 * A browser context has so many connections to a host: what is beyond them waits, unless another tab with a context of
 * its own helps.
 */
const USES_PER_TAB = 6;

export class KeptTabs<Tab> {
  readonly #options: KeptTabsOptions<Tab>;
  readonly #kept = new Set<KeptTab<Tab>>();

  constructor(options: KeptTabsOptions<Tab>) {
    this.#options = options;
  }

  /** Works in the least used tab. Rejects as `work` does, or with PMC_BROWSER_FAILED when the tab is gone. */
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
      // what else runs in a spoilt tab may end
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
    gone.catch(() => {}); // told to the uses, if there are any
    const kept = { page, tab: page.then(this.#options.open), gone, uses: 0 };
    this.#kept.add(kept);
    return kept;
  }
}

/** Nobody waits for it, and a browser that is gone has closed it already. */
function close({ page }: KeptTab<unknown>): void {
  page.then((opened) => opened.browserContext().close()).catch(() => {});
}
