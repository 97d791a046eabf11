/** All lookers by name. */
import { crawlee } from './crawlee.ts';
import type { OpenLooker } from './looker.ts';
import { newPages, newPagesInFullChromium } from './new-pages.ts';
import { ourLooks } from './our-looks.ts';
import { pageCall } from './page-call.ts';
import { puppeteerCluster } from './puppeteer-cluster.ts';
import { undici, undiciHttp2 } from './undici.ts';

export const LOOKERS = {
  ourLooks,
  newPages,
  newPagesInFullChromium,
  crawlee,
  puppeteerCluster,
  pageCall,
  undici,
  undiciHttp2,
} satisfies Record<string, OpenLooker>;

export type LookerName = keyof typeof LOOKERS;
