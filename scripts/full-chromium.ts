/** A full Chromium, for tests and benchmarks: headless shells show no notifications and cost less. */
import { findBrowser, installedBrowsers, isHeadlessShell } from '../src/browsers/find-browser.ts';

/** The path of CHROME_PATH, an installed browser or puppeteer's own; undefined: only headless shells are there. */
export function fullChromium(environment: NodeJS.ProcessEnv): string | undefined {
  const { path } = findBrowser(environment['CHROME_PATH'] || null, environment);
  const paths = [...(path === undefined ? [] : [path]), ...installedBrowsers(environment)];
  return paths.find((each) => !isHeadlessShell(each));
}
