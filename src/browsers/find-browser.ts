/**
 * Finds a Chrome or Chromium on this machine. Used by the browser threads, the set-up script and `pickmyclass doctor`.
 */
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer';

export interface BrowserSearch {
  /** Path of the executable; undefined when none was found. */
  path: string | undefined;
  /** Where was looked, for the error message. */
  tried: string;
}

/** Names on the PATH, the lightest first: a headless shell needs a third less memory. */
const NAMES = [
  'chrome-headless-shell',
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];
const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  linux: ['/opt/google/chrome/chrome', '/snap/bin/chromium'],
};
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

/** `given` (CHROME_PATH) alone when there is one; else an installed browser; else the one puppeteer has downloaded. */
export function findBrowser(
  given: string | null,
  environment: NodeJS.ProcessEnv,
  platform = process.platform,
): BrowserSearch {
  if (given !== null) return { path: isExecutable(given) ? given : undefined, tried: `CHROME_PATH=${given}` };
  const candidates =
    platform === 'win32' ? windowsPlaces(environment) : [...onPath(environment), ...(PLACES[platform] ?? [])];
  const downloaded = downloadedBrowser();
  return {
    path: [...candidates, ...downloaded].find(isExecutable),
    tried: `CHROME_PATH is not set, ${platform === 'win32' ? 'the program folders' : `${NAMES.join(', ')} on the PATH`}, puppeteer's own`,
  };
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function windowsPlaces(environment: NodeJS.ProcessEnv): string[] {
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  return roots.flatMap((root) => WINDOWS_PLACES.map((place) => join(root, place)));
}

/** Where puppeteer would put its own; none when it does not know, which is no fault here. */
function downloadedBrowser(): string[] {
  try {
    return [puppeteer.executablePath()];
  } catch {
    return []; // puppeteer throws where it was never set up to have one
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() && beginsAsProgram(path);
  } catch {
    return false; // not there, or not ours to run: either way no browser
  }
}

/**
 * How programs begin: ELF, a script, Mach-O of one or several architectures, Windows. To start anything else fails
 * where nobody can catch it.
 */
const BEGINNINGS = ['7f454c46', '2321', 'cffaedfe', 'cefaedfe', 'cafebabe', '4d5a'];

function beginsAsProgram(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(file, bytes, 0, bytes.length, 0);
    const beginning = bytes.toString('hex');
    return BEGINNINGS.some((each) => beginning.startsWith(each));
  } finally {
    closeSync(file);
  }
}
