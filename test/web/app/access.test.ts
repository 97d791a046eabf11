import { readFile } from 'node:fs/promises';
import t from 'tap';
import { composeBundle } from '../../../src/notify/email/message.ts';
import { signInMail } from '../../../src/web/pages/sign-in-mail.ts';
import { DETECTED, NOT_FOUND, notification, SETTINGS } from '../../notify/samples.ts';
import { courseWatch, sectionWatch } from '../../support/watches.ts';
import { audited } from './support/audited.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';
import { awayReport, nodeReport } from './support/nodes.ts';
import { serveOperator } from './support/operator.ts';
import { everyStatus } from './support/sample.ts';
import { PageServer } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);
const audit = await readFile('test/web/app/support/audit.js', 'utf8');

const server = await new PageServer(pagesDir, everyStatus()).start();
const view = serveOperator(server, Date.now());
t.teardown(() => server.stop());

const signedIn = { email: 'sam.student@example.edu', operator: true };
const SCENES = [
  { name: 'the first page', path: '/', ready: '.steps', session: null },
  {
    name: 'results with every status and watches',
    path: '/?institution=asu&term=2267&q=CSE',
    ready: '.watch',
    session: signedIn,
  },
  {
    name: 'the dialog of a watch',
    path: '/?institution=asu&term=2267&q=66446',
    ready: 'tr.section',
    session: null,
    click: byRole('button', 'Watch CSE 310, class 66446'),
  },
  {
    name: 'the dialog of a watch of any class of a course',
    path: '/?institution=asu&term=2267&q=CSE',
    ready: 'tr.section',
    session: signedIn,
    click: [
      byRole('button', 'Watch CSE 310, class 66445'),
      byRole('radio', 'Any class of CSE 310'),
      '.watch-terms summary',
    ],
  },
  { name: 'the operator page', path: '/operator', ready: '.node', session: signedIn },
  {
    name: 'the operator page of several nodes',
    path: '/operator',
    ready: '.node',
    session: signedIn,
    others: [nodeReport('host-a'), awayReport('host-c', 'silent'), awayReport('host-d', 'lost')],
  },
  {
    name: 'a node that is lost',
    path: '/operator',
    ready: '.node',
    session: signedIn,
    others: [awayReport('host-c', 'lost')],
    click: byRole('radio', 'host-c'),
  },
  { name: 'the sign-in of operators', path: '/operator', ready: '#token', session: null },
];

for (const { name, path, ready, session, click = [], others = [] } of SCENES) {
  t.test(`${name} passes the audit on phone and desktop, in light and dark mode`, async (t) => {
    server.session = session;
    view.others = others;
    server.watches = [
      sectionWatch('w1', 'asu/2267/66446'),
      sectionWatch('w2', 'asu/2267/66448', { kinds: ['opened', 'schedule'], paused: true }),
      sectionWatch('w3', 'asu/2267/10000', { verified: false }),
      courseWatch('w4', 'asu/2267/CSE/310', ['asu/2267/66445', 'asu/2267/66446']),
    ];
    const { page } = await openPage(t, browser, `${server.url}${path}`);
    await page.waitForSelector(ready);
    await page.waitForSelector('.simulator');
    for (const each of [click].flat()) await page.locator(each).click();
    await audited(t, page, name);
  });
}

const MAILS = {
  'an open seat': composeBundle([notification()], SETTINGS, Date.parse(DETECTED)),
  'a watch that ended': composeBundle([NOT_FOUND], SETTINGS, Date.parse(DETECTED)),
  'a sign-in link': signInMail('a@example.edu', 'https://pick.example.edu/sign-in', 900_000, 'es', ['CSE 310 · 66445']),
};
for (const [name, { html }] of Object.entries(MAILS)) {
  t.test(`a mail about ${name} passes the audit on phone and desktop, in light and dark mode`, async (t) => {
    const { page } = await openPage(t, browser, 'about:blank');
    await page.setContent(html as string);
    await audited(t, page, name);
  });
}

t.test('news moves nothing, and can be dismissed with the keyboard', async (t) => {
  const live = await new PageServer(pagesDir, everyStatus(new Date().toISOString())).start();
  t.teardown(() => live.stop());
  const { says, page } = await openPage(t, browser, `${live.url}/?institution=asu&term=2267&q=CSE+310`);
  await says('.connection', 'Live');
  await page.waitForSelector('tr.section');
  const top = (): Promise<unknown> => page.evaluate(`document.querySelector('tr.section:last-child').offsetTop`);
  const before = await top();
  live.see('asu/2267/66445', 150, 146);
  await page.waitForSelector('.toast');
  t.equal(await top(), before, 'the rows stay where they are');
  await page.focus('.toast button');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.querySelector(".toast") === null');
  t.equal(await page.evaluate('document.activeElement.id'), 'main');
});

t.test('the audit finds the problems it is meant to find', async (t) => {
  const { page } = await openPage(t, browser, 'about:blank');
  await page.setViewport({ width: 320, height: 600 });
  await page.setContent(
    '<main><h1>A</h1><h3 style="color:#999">B</h3><input ' +
      'style="width:900px"><button></button><svg><path/></svg></main>',
  );
  const found = ((await page.evaluate(audit)) as string[]).join('\n');
  for (const finding of [
    'scrolls sideways',
    'no language',
    'no title',
    'heading jumps from 1 to 3',
    'field without a label',
    'nameless',
    'picture without words',
    'small to touch',
    'contrast 2.85',
  ]) {
    t.match(found, finding);
  }
});
