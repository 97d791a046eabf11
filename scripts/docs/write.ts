/** `npm run docs`: writes every generated page. */
import { writeFileSync } from 'node:fs';
import { PAGES } from './pages.ts';

for (const [path, page] of Object.entries(PAGES)) writeFileSync(path, await page());
