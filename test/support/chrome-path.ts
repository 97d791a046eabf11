/** The browsers that tests run. */
import { basename } from 'node:path';
import { findBrowser, installedBrowsers } from '../../src/browsers/find-browser.ts';

const given = process.env['CHROME_PATH'] || null;
const { path, tried } = findBrowser(given, process.env);
if (path === undefined) throw new Error(`the tests need a Chrome or Chromium: ${tried}`);

export const chromePath = path;

/** A browser that shows notifications, which headless shells do not. undefined: none is installed. */
export const fullChromePath = [path, ...installedBrowsers(process.env)].find(
  (each) => !basename(each).includes('headless'),
);
