import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import { byRole, openBrowser } from './support/browser.ts';
import { TOKEN } from './support/push-server.ts';
import { asOperator, nodeAt, openOperator } from './support/operator-page.ts';
import { treeView } from './operator/tree-view.ts';

const app = await openBrowser(t);

t.test('nothing is shown without the right token, and the token is kept only in this tab', async (t) => {
  const { page, says, enter, complaints } = await openOperator(t, app);
  await enter('not-the-token');
  await says('[role="alert"]', 'PMC_OPERATOR_TOKEN_WRONG');
  t.equal(await page.$('.node'), null);
  await enter(TOKEN);
  await page.waitForSelector(nodeAt('web'));
  t.equal(await page.evaluate('sessionStorage.length + ":" + localStorage.length'), '1:0');
  await page.locator(byRole('button', 'Forget the token')).click();
  await page.waitForSelector('#token');
  t.equal(await page.evaluate('sessionStorage.length'), 0);
  t.same(complaints, []);
});

t.test('a signed-in student is asked for the token, an operator is not', async (t) => {
  const student = await openOperator(t, app, (server) => {
    server.session = { email: 'sam.student@example.edu', operator: false };
  });
  await student.page.waitForSelector('#token');
  const operator = await openOperator(t, app, asOperator);
  await operator.page.waitForSelector(nodeAt('web'));
});

t.test('when the budget is too short for the interval, the operator reads what results', async (t) => {
  const ample = await openOperator(t, app, asOperator);
  await ample.page.waitForSelector('.cycle-progress');
  t.equal(await ample.page.$('[data-pace]'), null, 'nothing to say while it is ample');
  Object.assign(ample.view.pace, { askedPerMinute: 104, resultingSeconds: 520 });
  await ample.says('[data-pace]', 'asked 104/min, allowed 60/min. Looks every 9 minutes instead of 5 minutes.');
});

t.test('the running cycle makes progress, and a new one can be started when it has finished', async (t) => {
  const { page, server, view, says } = await openOperator(t, app, asOperator);
  await says('.cycle', '3,810');
  t.equal(await page.$eval('.cycle-progress', (bar) => bar.getAttribute('value')), '3812');
  t.ok(await page.$eval('.cycle button', (button) => button.hasAttribute('disabled')));
  Object.assign(view.cycle!, {
    done: 6248,
    finishedAt: new Date(Date.parse(view.cycle!.startedAt) + 6500).toISOString(),
  });
  await says('.cycle', 'Last cycle');
  await says('.cycle', '6.5 s');
  await page.locator(byRole('button', 'Run a cycle now')).click();
  await says('dialog', 'Every watched section becomes due now');
  t.notOk(server.asked.includes('POST /api/v1/cycles'), 'not before it is confirmed');
  await page.locator(byRole('button', 'Yes, run a cycle now')).click();
  await says('.cycle', 'Current cycle');
});

t.test('before the first cycle the page says that none has run', async (t) => {
  const { says } = await openOperator(t, app, (server, view) => {
    asOperator(server);
    view.cycle = null;
  });
  await says('.cycle', 'No cycle has run yet');
});

t.test(
  'dead letters are grouped by cause, named for people, and replayed by group, by choice or all at once',
  async (t) => {
    const { page, server, says, textOf } = await openOperator(t, app, asOperator);
    const replays = (): number => server.asked.filter((asked) => asked === 'POST /api/v1/dead-letters/replay').length;
    await page.locator(byRole('link', 'Dead letters')).click();
    await says('main', '3 sections of CSE 310');
    t.match(await textOf('main'), 'CSE 310 · 66445 → e…@example.edu');
    t.notMatch(await textOf('main'), /3f0c9c1e/, 'never the id of a notification');
    await page.locator('.letter-group summary').click();
    await page.locator('.letter-attempts summary').click();
    await says('.letter-attempts', 'by host-b/checking/browsers/browser-1');
    await page.locator('.letter input').click();
    await page.locator(byRole('button', 'Replay 1 selected')).click();
    await page.locator(byRole('button', 'Yes, replay 1 selected')).click();
    await says('main', '2 sections of CSE 310');
    await page.locator(byRole('button', 'Replay 2 sections of CSE 310')).click();
    await says('dialog', 'The sections become due now.');
    t.equal(replays(), 1, 'not before it is confirmed');
    await page.locator(byRole('button', 'Yes, replay')).click();
    await page.waitForFunction('!document.body.textContent.includes("sections of CSE 310")');
    await page.locator(byRole('button', 'Discard all 1')).click();
    t.notOk(server.asked.includes('POST /api/v1/dead-letters/discard'), 'not before it is confirmed');
    await page.locator(byRole('button', 'Yes, discard all 1')).click();
    await says('main', 'None. Nothing was given up.');
  },
);

t.test('on a phone, the navigation shows the view that is open', async (t) => {
  const { page, says } = await openOperator(t, app, asOperator);
  await page.setViewport({ width: 360, height: 740 });
  await page.waitForSelector('nav.views');
  await page.evaluate(`location.hash = '#/audit'`);
  await says('[aria-current="page"]', 'Audit');
  await page.waitForFunction(`(() => {
    const open = document.querySelector('nav.views [aria-current]').getBoundingClientRect();
    return open.left >= 0 && open.right <= innerWidth;
  })()`);
});

t.test('stop switches work, and the newest changes are listed', async (t) => {
  const { page, view, says } = await openOperator(t, app, (server, view) => {
    asOperator(server);
    view.pauses = [];
  });
  const confirmed = async (verb: 'Pause' | 'Resume', what: string): Promise<void> => {
    await page.locator(byRole('button', `${verb} ${what}`)).click();
    await page.locator(byRole('button', `Yes, ${verb.toLowerCase()}`)).click();
    await page.waitForSelector(byRole('button', `${verb === 'Pause' ? 'Resume' : 'Pause'} ${what}`));
  };
  await page.locator(byRole('button', 'Pause checks, asu')).click();
  await says('dialog[open]', 'The source is not asked until somebody resumes');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { hidden: true });
  t.same(view.pauses, [], 'not before it is confirmed');
  await confirmed('Pause', 'checks, asu');
  t.match(view.pauses, [{ scope: 'checks', institution: 'asu' }]);
  await confirmed('Pause', 'notifications, everywhere');
  await confirmed('Resume', 'checks, asu');
  t.match(view.pauses, [{ scope: 'notifications' }]);
  await says('.changes', 'CSE 310 · 66445: seats opened');
});

t.test('when the connection is cut, the page says so once, turns grey, and comes back by itself', async (t) => {
  const { page, server, says } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  server.cutConnections();
  await says('.cut-note', 'This page is cut off since ');
  await page.waitForSelector('.operator-cut');
  t.ok(await page.$(nodeAt('web')), 'the last values stay');
  t.same(await page.$$('main [role="alert"]'), []);
  server.letIn();
  await page.waitForSelector('.operator:not(.operator-cut)');
  await page.waitForFunction('document.querySelector(".cut-note").textContent === ""');
});

t.test('after the page has loaded, it asks the server for nothing more', async (t) => {
  const { page, server, view, says } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  await page.waitForNetworkIdle();
  const asked = server.asked.length;
  view.tree.children.find(({ id }) => id === 'web')!.state = 'restarting';
  await says('.tree-summary', 'web (restarting)');
  t.same(server.asked.slice(asked), []);
});

t.test('the line on top says how the system is, with the buttons that help', async (t) => {
  const { page, view, says } = await openOperator(t, app, asOperator);
  await says('.top-line', 'All seen');
  await says('.top-line', '6,250 sections · 2,500 students · 17 messages today');
  const well = view.overview;
  view.overview = { ...well, deadLetters: 3 };
  await says('.top-line-ok a[href="#/dead-letters"]', '3 dead letters');
  const message = 'Source not seen for 3 min · 27 sections unknown';
  view.overview = {
    ...well,
    level: 'critical',
    causes: [{ name: 'source-unseen', level: 'critical', since: new Date().toISOString(), message }],
  };
  await says('.top-line-critical [data-cause="source-unseen"]', message);
  await page.locator('[data-cause="source-unseen"] button').click();
  await says('dialog', 'Pause checks, everywhere?');
  await page.locator(byRole('button', 'Yes, pause')).click();
  await page.waitForFunction('document.querySelector("dialog") === null');
  await eventually(() => view.pauses.some(({ scope }) => scope === 'checks'));
  view.alerts = [
    {
      name: 'disk-low',
      severity: 'warning',
      firing: true,
      since: new Date().toISOString(),
      value: 91.24,
      threshold: 90,
    },
  ];
  await says('[data-alert="disk-low"]', 'A disk with a DATA_DIR is 91 % full');
  await says('[data-alert="disk-low"]', '91.2, alert above 90');
  const paused = {
    name: 'paused:checks',
    level: 'warning' as const,
    since: new Date().toISOString(),
    message: 'paused',
  };
  view.overview = { ...view.overview, causes: [...view.overview.causes, paused] };
  await page.waitForSelector('[data-cause="paused:checks"]');
  await page.locator(byRole('link', 'Audit')).click();
  await says('.more-causes', '1 more');
  t.equal((await page.$$('[data-cause]')).length, 1, 'beside another view the line is brief');
  await page.locator('.more-causes').click();
  await page.waitForSelector('[data-cause="paused:checks"]');
  view.overview = well;
  await says('.top-line-ok', 'All seen');
  view.overview = { ...well, sections: 0, lastSureLookAt: null };
  await says('.top-line-waiting', 'nobody watches a section yet');
});

treeView(t, app);
