/** Draws the PNG icons of the installed page from its favicon: `npx tsc && node dist/scripts/draw-icons.js`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from '../src/browsers/find-browser.ts';
import { launchBrowser } from '../src/browsers/launch.ts';

const ASSETS = 'src/web/app/public/assets';

const favicon = await readFile(join(ASSETS, 'favicon.svg'), 'utf8');
/** Phones cut a circle or another shape out of it, so the colour fills the square and the mark is smaller. */
const maskable = favicon
  .replace(/<rect[^>]*>/, '<rect width="32" height="32" fill="#0d5a66"/>')
  .replace('<path ', '<path transform="translate(16 16) scale(.8) translate(-16 -16)" ');
/** Android shows only the shape, in the status bar. */
const badge =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M6 16.5l7 7 14-15" fill="none" ' +
  'stroke="#fff" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';
const ICONS: [name: string, drawing: string, size: number][] = [
  ['icon-192', favicon, 192],
  ['icon-512', favicon, 512],
  ['icon-maskable-512', maskable, 512],
  ['apple-touch-icon', maskable, 180],
  ['badge-96', badge, 96],
];

const { path, tried } = findBrowser(process.env['CHROME_PATH'] ?? null, process.env);
if (path === undefined) throw new Error(`no browser: ${tried}`);
const launched = await launchBrowser(path);
const page = await launched.browser.newPage();
for (const [name, drawing, size] of ICONS) {
  await page.setViewport({ width: size, height: size });
  const style = `html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}`;
  await page.setContent(`<style>${style}</style>${drawing}`);
  await writeFile(join(ASSETS, `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await launched.close();
