/** The operator page in a Chromium of its own, and what it costs there. */
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { findBrowser } from '../../../src/browsers/find-browser.ts';
import { treeCpuMs } from '../process-tree.ts';
import { OPERATOR_TOKEN } from '../program.ts';

/** Where the page keeps the token for its tab. */
const TOKEN_KEY = 'pickmyclass.operator-token';
const PATIENCE_MS = 120_000;

export interface OpenPage {
  /** Milliseconds on a core since its start: the whole browser with all its processes. */
  cpuMs: () => number;
  /** Of the page's own process. The rest is the browser's. */
  pageCpuMs: () => Promise<number>;
  /** What the page has asked for, and what was pushed to it, since it was opened. */
  readonly counts: { requests: number; frames: number };
  close: () => Promise<unknown>;
}

/** Opens the page of the server at `url` with the operator token. Resolves when it shows the tree of a node. */
export async function openOperatorPage(url: string): Promise<OpenPage> {
  const { path, tried } = findBrowser(process.env['CHROME_PATH'] ?? null, process.env);
  if (path === undefined) throw new Error(`no browser: ${tried}`);
  const launched = await launchBrowser(path);
  try {
    const page = await launched.browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${url}/operator`);
    await page.evaluate(`sessionStorage.setItem('${TOKEN_KEY}', '${OPERATOR_TOKEN}')`);
    const counts = { requests: 0, frames: 0 };
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    await session.send('Performance.enable');
    session.on('Network.requestWillBeSent', () => (counts.requests += 1));
    session.on('Network.webSocketFrameReceived', () => (counts.frames += 1));
    await page.reload();
    await page.waitForSelector('.outline .node');
    const pageCpuMs = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1_000 * metrics.find(({ name }) => name === 'ProcessTime')!.value;
    };
    return { cpuMs: () => treeCpuMs(launched.pid), pageCpuMs, counts, close: () => launched.close() };
  } catch (error) {
    await launched.close();
    throw error;
  }
}
