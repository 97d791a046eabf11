/** puppeteer-cluster: pages of one browser, used one after the other by all tasks. */
import puppeteer from 'puppeteer';
import type { Page } from 'puppeteer';
import { peer } from '../peers.ts';
import { chromiumFlags, chromiumPath } from './chromium.ts';
import type { OpenLooker, Question } from './looker.ts';
import { addressOf, numberOf, readSeats } from './page-look.ts';

/** The part of puppeteer-cluster that is used. */
interface ClusterPackage {
  Cluster: { CONCURRENCY_PAGE: number; launch(options: object): Promise<Cluster> };
}
interface Cluster {
  task(work: (given: { page: Page; data: Question }) => Promise<void>): Promise<void>;
  execute(data: Question): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export const puppeteerCluster: OpenLooker = async ({ catalogUrl, keyHash, inFlight }) => {
  const { Cluster } = peer<ClusterPackage>('puppeteer-cluster');
  const cluster = await Cluster.launch({
    puppeteer,
    concurrency: Cluster.CONCURRENCY_PAGE,
    maxConcurrency: inFlight,
    puppeteerOptions: { executablePath: chromiumPath(), headless: true, args: chromiumFlags(keyHash) },
  });
  await cluster.task(async ({ page, data }) => {
    await page.goto(addressOf(catalogUrl, data), { waitUntil: 'domcontentloaded' });
    await readSeats(page, numberOf(data));
  });
  return {
    look: (question) => cluster.execute(question),
    close: async () => {
      await cluster.idle();
      await cluster.close();
    },
  };
};
