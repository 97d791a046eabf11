/**
 * The tabs of one site in one browser. They are opened when needed, shared by several uses, and replaced after errors
 * that spoil them.
 */
import type { Page } from 'puppeteer';
import { browsersError } from './errors.ts';

interface KeptTab<Tab> {
  page: Promise<Page>;
  tab: Promise<Tab>;
  /** The tab, once it is open. */
  opened: Tab | undefined;
  /**
   * For each use, what makes it fail when the page crashes or is closed. One promise for all uses would keep what each
   * of them resolved to, for as long as the tab is open.
   */
  uses: Set<(error: Error) => void>;
}

export interface KeptTabsOptions<Tab> {
  /** Opens a page in a new browser context. */
  newPage: () => Promise<Page>;
  /** The maximum number of tabs at a time. */
  limit: number;
  open: (page: Page) => Promise<Tab>;
  /**
   * How many uses a tab can have at the same time; undefined: not known yet. When it is known and reached, another tab
   * is opened.
   */
  carries: (tab: Tab) => number | undefined;
  /** Whether a tab must not be used again after this error. */
  spoils: (error: unknown) => boolean;
}

export class KeptTabs<Tab> {
  readonly #options: KeptTabsOptions<Tab>;
  readonly #kept = new Set<KeptTab<Tab>>();

  constructor(options: KeptTabsOptions<Tab>) {
    this.#options = options;
  }

  /** Runs `work` in the least used tab. Rejects as `work` does, or with PMC_BROWSER_FAILED when the tab is gone. */
  async use<Value>(work: (tab: Tab) => Promise<Value>): Promise<Value> {
    const kept = this.#leastUsed();
    let fail: (error: Error) => void = () => {};
    try {
      return await new Promise<Value>((resolve, reject) => {
        fail = reject;
        kept.uses.add(fail);
        kept.tab.then(work).then(resolve, reject);
      });
    } catch (error) {
      if (this.#options.spoils(error)) this.#kept.delete(kept);
      throw error;
    } finally {
      kept.uses.delete(fail);
      // Other uses of a spoilt tab may finish first.
      if (kept.uses.size === 0 && !this.#kept.has(kept)) close(kept);
    }
  }

  #leastUsed(): KeptTab<Tab> {
    const [least] = [...this.#kept].sort((a, b) => a.uses.size - b.uses.size);
    return least !== undefined && (this.#hasPlace(least) || this.#kept.size >= this.#options.limit)
      ? least
      : this.#open();
  }

  #hasPlace({ opened, uses }: KeptTab<Tab>): boolean {
    return uses.size < ((opened && this.#options.carries(opened)) ?? Infinity);
  }

  #open(): KeptTab<Tab> {
    const page = this.#options.newPage();
    const kept: KeptTab<Tab> = { page, tab: page.then(this.#options.open), opened: undefined, uses: new Set() };
    this.#kept.add(kept);
    const gone = (reason: string) => (): void => {
      this.#kept.delete(kept);
      for (const fail of kept.uses) fail(browsersError('PMC_BROWSER_FAILED', { browser: 'Chromium', reason }));
    };
    page.then(
      (opened) => opened.once('error', gone('a tab crashed')).once('close', gone('a tab was closed')),
      () => {}, // the uses get the error
    );
    kept.tab.then(
      (tab) => {
        kept.opened = tab;
      },
      () => {}, // the uses get the error
    );
    return kept;
  }
}

/** Closes the tab in the background. A failure means that the browser is gone, and the tab with it. */
function close({ page }: KeptTab<unknown>): void {
  page.then((opened) => opened.browserContext().close()).catch(() => {});
}
