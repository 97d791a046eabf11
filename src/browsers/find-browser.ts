/** Finds a Chrome or Chromium on this machine, for the browser threads, the set-up script and `pickmyclass doctor`. */
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, join } from 'node:path';

export interface BrowserSearch {
  /** The path of the executable; undefined: none was found. */
  path: string | undefined;
  /** Where it searched, for the error message. */
  tried: string;
}

/** Names on the PATH. Headless shells come first: beside Chromium they needed 299 MB instead of 513. */
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

/** Finds `given` (CHROME_PATH) if it is set; else an installed browser; else the one that puppeteer has downloaded. */
export function findBrowser(
  given: string | null,
  environment: NodeJS.ProcessEnv,
  platform = process.platform,
): BrowserSearch {
  if (given !== null) return { path: isExecutable(given) ? given : undefined, tried: `CHROME_PATH=${given}` };
  const places = platform === 'win32' ? 'the program folders' : `${NAMES.join(', ')} on the PATH`;
  return {
    path: candidates(environment, platform).find(isExecutable) ?? downloadedBrowser(),
    tried: `CHROME_PATH is not set, ${places}, puppeteer's own`,
  };
}

/** The paths of the installed browsers, the lightest first. */
export function installedBrowsers(environment: NodeJS.ProcessEnv): string[] {
  return candidates(environment, process.platform).filter(isExecutable);
}

/** Whether the browser is a headless shell, by its name. Shells take less and show no notifications. */
export function isHeadlessShell(path: string): boolean {
  return basename(path).includes('headless');
}

function candidates(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  return platform === 'win32' ? windowsPlaces(environment) : [...onPath(environment), ...(PLACES[platform] ?? [])];
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.flatMap((folder) => [...behindScript(folder, name), join(folder, name)]));
}

/**
 * Debian's chromium-headless-shell is a script that stays the parent of the browser. A signal to the script does not
 * reach the browser, so we start the browser itself.
 */
function behindScript(folder: string, name: string): string[] {
  return name === 'chromium-headless-shell' ? [join(folder, '../lib/chromium', name)] : [];
}

function windowsPlaces(environment: NodeJS.ProcessEnv): string[] {
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  return roots.flatMap((root) => WINDOWS_PLACES.map((place) => join(root, place)));
}

/** Puppeteer's own browser, if it has one. Puppeteer is loaded here, because few need it, and loading takes a while. */
function downloadedBrowser(): string | undefined {
  try {
    const puppeteer = createRequire(import.meta.url)('puppeteer') as { executablePath(): string };
    const path = puppeteer.executablePath();
    return isExecutable(path) ? path : undefined;
  } catch {
    return undefined; // puppeteer throws if it was installed without a browser
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() && isProgram(path);
  } catch {
    return false; // missing, or not executable for this user
  }
}

/**
 * The first bytes of programs: ELF, a script, Mach-O (one or several architectures), Windows. Starting any other file
 * fails with an error that cannot be caught.
 */
const MAGIC_BYTES = ['7f454c46', '2321', 'cffaedfe', 'cefaedfe', 'cafebabe', '4d5a'];

function isProgram(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(file, bytes, 0, bytes.length, 0);
    const start = bytes.toString('hex');
    return MAGIC_BYTES.some((each) => start.startsWith(each));
  } finally {
    closeSync(file);
  }
}
