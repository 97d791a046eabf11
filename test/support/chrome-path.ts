/** The browsers that tests run. */
import { fullChromium } from '../../scripts/full-chromium.ts';
import { findBrowser } from '../../src/browsers/find-browser.ts';

const { path, tried } = findBrowser(process.env['CHROME_PATH'] || null, process.env);
if (path === undefined) throw new Error(`the tests need a Chrome or Chromium: ${tried}`);

export const chromePath = path;

/** For tests of notifications. undefined: none is installed. */
export const fullChromePath = fullChromium(process.env);
