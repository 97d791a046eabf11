/** How a supervisor starts a browser's thread. The code that runs in it is in browser.ts. */
import type { Node } from '../../../nodes/node.ts';
import type { UnplacedThread } from '../../../nodes/place.ts';
import type { BrowserArgs } from './browser.ts';

/** The parts of the node that it uses. */
export interface BrowserNode {
  readonly config: Pick<Node['config'], 'browsers' | 'checking'>;
  readonly sources: Pick<Node['sources'], 'addresses'>;
}

/**
 * Without a limit, V8 lets the young generation grow by about 10 MB in each thread, and does not free it while the
 * thread is idle.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };
/** At 100,000 sections a minute these are three minutes. A new browser takes a second of CPU time. */
const RETIRE_AFTER_LOOKS = 50_000;
/** A Chromium with a tab has about 500 MB, a headless shell 300 MB. */
const RETIRE_ABOVE_MB = 800;

export function browserSpec(
  { config: { browsers, checking }, sources }: BrowserNode,
  { id }: Pick<BrowserArgs, 'id'>,
): UnplacedThread {
  const args: BrowserArgs = {
    id,
    sources: Object.fromEntries(
      Object.entries(sources.addresses).map(([institution, address]) => [
        institution,
        { ...address, timeoutMs: checking.timeoutMs },
      ]),
    ),
    chromePath: browsers.chromePath,
    tabs: browsers.tabs,
    retireAfterLooks: RETIRE_AFTER_LOOKS,
    retireAboveMb: RETIRE_ABOVE_MB,
  };
  return {
    type: 'thread',
    module: new URL('browser.js', import.meta.url).href,
    args,
    shutdownMs: 10_000,
    resourceLimits: RESOURCE_LIMITS,
  };
}
