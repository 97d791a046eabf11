/** The browsers: the pool and the browser threads under one supervisor. Address `checking/browsers`. */
import type { SourceConfig } from '../../../institutions/institution.ts';
import type { BrowserArgs } from './browser.ts';
import { BROWSER_POOL_PATH, browserPoolSpec } from './pool.ts';
import type { BrowserMessage, BrowserPoolMessage } from './pool.ts';
import type { ChildSpec, SupervisorSpec } from '../../../runtime/index.ts';
import { refTo } from '../../../runtime/index.ts';

export interface BrowsersOptions {
  /** Id of this node. */
  node: string;
  count: number;
  /** Kept tabs of each institution in each browser. */
  tabs: number;
  chromePath: string | null;
  /** Milliseconds one look may take. */
  timeoutMs: number;
  /** The address of each institution's class search, by institution. */
  sources: Record<string, Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>>;
}

/** A tab has six connections to a host, all it may use at a time over HTTP/1.1; twice as many looks keep them busy. */
const LOOKS_PER_TAB = 12;
/** Launching, and telling the pool, take their time beside the look itself. */
const LAUNCH_ALLOWANCE_MS = 25_000;
/**
 * A young generation of V8's own choice grows by some 10 MB in each thread and is not given back while the thread
 * rests.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };
const RETIRE_AFTER_LOOKS = 5_000;
const RETIRE_ABOVE_MB = 1_000;
const MINUTE_MS = 60_000;

/**
 * Browsers die for reasons of their own (memory, a page that crashes them), so the budget is generous and the pauses
 * grow. A browser that cannot be launched does not die: it says so to whoever asks.
 */
export function browsersSpec({ node, count, tabs, chromePath, timeoutMs, sources }: BrowsersOptions): SupervisorSpec {
  const ids = Array.from({ length: count }, (_, i) => `browser-${i + 1}`);
  const pool = refTo<BrowserPoolMessage>(node, BROWSER_POOL_PATH);
  const browsers = ids.map((id): ChildSpec => {
    const configs = Object.fromEntries(
      Object.entries(sources).map(([institution, source]) => [institution, { ...source, timeoutMs }]),
    );
    const args: BrowserArgs = {
      id,
      pool,
      sources: configs,
      chromePath,
      tabs,
      retireAfterLooks: RETIRE_AFTER_LOOKS,
      retireAboveMb: RETIRE_ABOVE_MB,
    };
    return {
      id,
      type: 'thread',
      module: new URL('browser.js', import.meta.url).href,
      args,
      shutdownMs: 10_000,
      resourceLimits: RESOURCE_LIMITS,
    };
  });
  return {
    id: 'browsers',
    type: 'supervisor',
    strategy: 'one-for-one',
    intensity: { restarts: 5 * count, windowMs: MINUTE_MS },
    backoff: { minMs: 500, maxMs: 30_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [
      browserPoolSpec({
        browsers: ids.map((id) => ({ id, ref: refTo<BrowserMessage>(node, `checking/browsers/${id}`) })),
        looksPerBrowser: tabs * LOOKS_PER_TAB,
        waitTimeoutMs: timeoutMs,
        lookTimeoutMs: timeoutMs + LAUNCH_ALLOWANCE_MS,
      }),
      ...browsers,
    ],
  };
}
