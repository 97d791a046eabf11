/** The browser that lookers use, and its flags. */
import { basename } from 'node:path';
import puppeteer from 'puppeteer';
import type { Browser } from 'puppeteer';
import { findBrowser } from '../../../src/browsers/find-browser.ts';
import { QUIET_FLAGS } from '../../../src/browsers/launch.ts';

export function chromiumPath(): string {
  const { path, tried } = findBrowser(process.env['CHROME_PATH'] || null, process.env);
  if (path === undefined) throw new Error(`no Chromium was found: ${tried}`);
  return path;
}

export function browserNote(): string {
  return `All browsers are \`${basename(chromiumPath())}\` where the name of a row does not say otherwise.`;
}

/** `keyHash`: the key of a source to trust. */
export function chromiumFlags(keyHash: string | null): string[] {
  return [
    ...QUIET_FLAGS,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(keyHash === null ? [] : [`--ignore-certificate-errors-spki-list=${keyHash}`]),
  ];
}

export async function launchChromium(keyHash: string | null, executablePath = chromiumPath()): Promise<Browser> {
  return puppeteer.launch({ executablePath, headless: true, args: chromiumFlags(keyHash) });
}
