/** The generated pages are as the generators write them now. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { filesUnder } from '../../scripts/docs/files.ts';
import { PAGES } from '../../scripts/docs/pages.ts';

for (const [path, page] of Object.entries(PAGES)) {
  t.test(`${path} is up to date: npm run docs writes it`, async (t) => {
    t.equal(readFileSync(path, 'utf8'), await page());
  });
}

t.test('no page of the reference is written by hand', async (t) => {
  t.same(filesUnder('docs/reference', '.md'), Object.keys(PAGES).toSorted());
});
