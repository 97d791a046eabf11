/** The path of the browser that tests run. */
import { findBrowser } from '../../src/browsers/find-browser.ts';

const { path, tried } = findBrowser(process.env['CHROME_PATH'] ?? null, process.env);
if (path === undefined) throw new Error(`the tests need a Chrome or Chromium: ${tried}`);

export const chromePath = path;
