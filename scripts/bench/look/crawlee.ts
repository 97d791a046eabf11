/** Crawlee's PuppeteerCrawler, tuned: as many pages at once as it may, no state on disk, no waiting for images. */
import puppeteer from 'puppeteer';
import type { Page } from 'puppeteer';
import { peer } from '../peers.ts';
import { chromiumFlags, chromiumPath } from './chromium.ts';
import type { OpenLooker, Question } from './looker.ts';
import { addressOf, numberOf, readSeats } from './page-look.ts';

/** The part of crawlee that is used. */
interface Crawlee {
  log: { setLevel(level: number): void };
  Configuration: new (options: object) => object;
  PuppeteerCrawler: new (options: object, configuration: object) => Crawler;
}
interface Crawler {
  run(): Promise<unknown>;
  addRequests(requests: { url: string; uniqueKey: string; userData: object }[]): Promise<unknown>;
  stop(): void;
  teardown(): Promise<void>;
}
interface Handled {
  page: Page;
  request: { uniqueKey: string; userData: { number: string } };
}

const LOG_OFF = 0;

export const crawlee: OpenLooker = async ({ catalogUrl, keyHash, inFlight }) => {
  const { log, Configuration, PuppeteerCrawler } = peer<Crawlee>('@crawlee/puppeteer');
  log.setLevel(LOG_OFF);
  const waiting = new Map<string, (error?: Error) => void>();
  const settle = ({ request }: Pick<Handled, 'request'>, error?: Error): void => {
    waiting.get(request.uniqueKey)?.(error);
    waiting.delete(request.uniqueKey);
  };
  const crawler = new PuppeteerCrawler(
    {
      keepAlive: true,
      minConcurrency: inFlight,
      maxConcurrency: inFlight,
      maxRequestRetries: 0,
      browserPoolOptions: { useFingerprints: false },
      launchContext: {
        launcher: puppeteer,
        launchOptions: { executablePath: chromiumPath(), headless: true, args: chromiumFlags(keyHash) },
      },
      preNavigationHooks: [
        async (_context: unknown, options: { waitUntil?: string }) => {
          options.waitUntil = 'domcontentloaded';
        },
      ],
      requestHandler: async (handled: Handled) => {
        await readSeats(handled.page, handled.request.userData.number);
        settle(handled);
      },
      failedRequestHandler: (handled: Handled, error: Error) => settle(handled, error),
    },
    new Configuration({ persistStorage: false, availableMemoryRatio: 1 }),
  );
  const running = crawler.run();
  let asked = 0;
  return {
    look: (question: Question) =>
      new Promise((resolve, reject) => {
        const uniqueKey = String(asked++);
        waiting.set(uniqueKey, (error) => (error === undefined ? resolve() : reject(error)));
        const request = { url: addressOf(catalogUrl, question), uniqueKey, userData: { number: numberOf(question) } };
        crawler.addRequests([request]).catch(reject);
      }),
    close: async () => {
      crawler.stop();
      await crawler.teardown();
      await running;
    },
  };
};
