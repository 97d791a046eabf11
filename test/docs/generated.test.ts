/** The generated pages match what the generators write now. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { filesUnder } from '../../scripts/docs/files.ts';
import { PAGES } from '../../scripts/docs/pages.ts';

for (const [path, page] of Object.entries(PAGES)) {
  t.test(`${path} is up to date (npm run docs writes it)`, async (t) => {
    t.equal(readFileSync(path, 'utf8'), await page());
  });
}

t.test('every page of the reference is generated', async (t) => {
  t.same(filesUnder('docs/reference', '.md'), Object.keys(PAGES).toSorted());
});
