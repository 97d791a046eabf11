import t from 'tap';
import type { Boot } from '../../../src/web/contract/boot.ts';
import { firstPaint, inLanguage } from '../../../src/web/pages/first-paint.ts';

const HTML = '<html lang="en"><body><div id="app"></div></body></html>';
const BOOT: Boot = {
  about: {
    name: 'PickMyClass',
    version: '0.1.0',
    simulated: true,
    campusUrl: 'http://127.0.0.1:4010/?a=1&b="2"',
    maxWatches: 10,
    institutions: [
      {
        id: 'asu',
        name: 'A & B <University>',
        timeZone: 'America/Phoenix',
        sectionUrl: '/u',
        terms: [
          { term: '2267', name: 'Fall 2026' },
          { term: '2271', name: 'Spring 2027' },
        ],
      },
    ],
  },
  session: null,
};

t.test('a stranger gets the banner, the form, the introduction and a button to sign in', async (t) => {
  const html = firstPaint(HTML, BOOT, {}, 'en');
  for (const words of ['This is a simulation', 'id="search-text"', 'Spring 2027', 'How it works', 'Sign in'])
    t.match(html, words);
});

t.test('a real university has no banner, and a student who is signed in no introduction', async (t) => {
  const boot: Boot = { about: { ...BOOT.about, simulated: false }, session: { email: 'a@b.edu', operator: false } };
  const html = firstPaint(HTML, boot, {}, 'en');
  for (const words of ['This is a simulation', 'How it works', 'Sign in']) t.notMatch(html, words);
});

t.test('the search of the address is in the form, as the page and as the form alone write it', async (t) => {
  for (const query of [
    { institution: 'asu', term: '2271', q: 'CSE 310' },
    { place: 'asu/2271', q: 'CSE 310' },
  ]) {
    const html = firstPaint(HTML, BOOT, query, 'en');
    t.match(html, 'class="student student-searching"');
    t.match(html, 'value="CSE 310"');
    t.match(html, '<option value="asu/2271" selected>');
    t.notMatch(html, 'How it works');
  }
});

t.test('only the messages of its own language are loaded with a page', async (t) => {
  const link = '<link rel="modulepreload" href="/assets/page.js" data-language="es">';
  const html = `<html lang="en"><head>${link}</head></html>`;
  t.match(inLanguage(html, 'es'), link);
  t.notMatch(inLanguage(html, 'en'), 'modulepreload');
});

t.test('nothing in the address or the facts becomes markup', async (t) => {
  const evil = '"><script>alert(1)</script>$&$1';
  const about = { ...BOOT.about, name: `</script>${evil}` };
  const html = firstPaint(HTML, { ...BOOT, about }, { institution: 'asu', term: evil, q: evil }, 'en');
  t.notMatch(html, '<script>alert');
  t.notMatch(html, '</script>"');
  t.match(html, 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;$1"');
  t.match(html, 'A &amp; B &lt;University&gt;');
  const json = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html)![1]!;
  t.same(JSON.parse(json), { ...BOOT, about });
});

t.test('a query that is no text is no search', async (t) => {
  for (const query of [{ q: ['a', 'b'], place: 'asu/2271' }, { q: ' ', place: 'asu/2271' }, { q: 'a' }, { q: {} }])
    t.notMatch(firstPaint(HTML, BOOT, query, 'en'), 'student-searching');
});
