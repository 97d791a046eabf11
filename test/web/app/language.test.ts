import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import { openBrowser, openPage } from './support/browser.ts';
import { PageServer } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);

t.test('a page is in Spanish when the browser asks for it, and loads Spanish only then', async (t) => {
  const server = await new PageServer(pagesDir, []).start();
  t.teardown(() => server.stop());
  const { page, says, complaints } = await openPage(t, browser, server.url);
  // Its file is loaded before the page is drawn in it.
  const isLoaded = (): Promise<boolean> =>
    page.evaluate(
      `performance.getEntriesByType('resource').some(({ name }) => /\\/page-[^/]+\\.js$/.test(name))`,
    ) as Promise<boolean>;
  await says('#intro-title', 'How it works');
  t.equal(await page.$eval('html', ({ lang }) => lang), 'en');
  t.equal(await isLoaded(), false);

  const session = await page.createCDPSession();
  await session.send('Network.setUserAgentOverride', { userAgent: await browser.userAgent(), acceptLanguage: 'es-MX' });
  await page.reload();
  await says('#intro-title', 'Cómo funciona');
  t.equal(await page.$eval('html', ({ lang }) => lang), 'es');
  // Spanish is a file of its own. The server has already written the text above.
  await eventually(isLoaded);
  t.same(complaints, []);
});

t.test('a signed-in student reads the language of the account, from the first paint on', async (t) => {
  const server = await new PageServer(pagesDir, []).start();
  t.teardown(() => server.stop());
  server.session = { email: 'sam.student@example.edu', operator: false, language: 'es' };
  const { page, says, complaints } = await openPage(t, browser, 'about:blank');
  t.match(await (await page.goto(server.url))!.text(), 'lang="es"');
  await says('h1', 'Entérate');
  await page.waitForFunction('document.title === "PickMyClass: entérate en cuanto se abra un cupo"');
  // Changed in another browser: this page follows when it is looked at again.
  server.session = { ...server.session, language: 'en' };
  await page.evaluate('dispatchEvent(new Event("focus"))');
  await says('h1', 'Know the moment');
  await page.waitForFunction('document.cookie.includes("pickmyclass_language=en")');
  t.same(complaints, []);
});
