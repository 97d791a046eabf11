import t from 'tap';
import { byRole, openBrowser } from './support/browser.ts';
import { TOKEN } from './support/push-server.ts';
import { asOperator, nodeAt, openOperator } from './support/operator-page.ts';

const app = await openBrowser(t);

t.test('nothing is shown without the right token, and the token is kept only in this tab', async (t) => {
  const { page, says, enter, complaints } = await openOperator(t, app);
  await enter('not-the-token');
  await says('[role="alert"]', 'PMC_OPERATOR_TOKEN_WRONG');
  t.equal(await page.$('.node'), null);
  await enter(TOKEN);
  await page.waitForSelector(nodeAt('checking/asu/scheduler'));
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

t.test('the tree shows every node, drawn from left to right, with its figures in words', async (t) => {
  const { page } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  t.equal((await page.$$('.node')).length, 17);
  t.equal((await page.$$('.tree-links path')).length, 16);
  const checking = (await (await page.$(nodeAt('checking')))!.boundingBox())!;
  const scheduler = (await (await page.$(nodeAt('checking/asu/scheduler')))!.boundingBox())!;
  t.ok(scheduler.x > checking.x + checking.width);
  t.equal(
    await page.$eval(nodeAt('notifying/email'), (node) => node.textContent),
    'emailrunning0 messages waiting, 1 restarts, breaker half-openthread main',
  );
  t.ok(await page.$(`ul ul ul ${nodeAt('checking/asu/scheduler')}`), 'it is a nested list to a screen reader');
});

t.test('a node that fails is shown within a second, with its last error when selected', async (t) => {
  const { page, view, says } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  const web = view.tree.children.find(({ id }) => id === 'web')!;
  Object.assign(web, { state: 'restarting', restarts: 4, lastError: 'PMC_PORT_TAKEN: PORT=3000 is already in use' });
  await says('.tree-summary', 'web (restarting)');
  await page.focus(nodeAt('web'));
  await page.keyboard.press('Enter');
  await says('.details', 'PMC_PORT_TAKEN');
  t.match(await page.$eval('.details', (details) => details.textContent), /^webState.*restarting.*Restarts4/);
  Object.assign(web, { state: 'running' });
  await says('.details', 'running');
});

t.test('when the budget is too short for the interval, the operator reads what results', async (t) => {
  const ample = await openOperator(t, app, asOperator);
  await ample.page.waitForSelector('.cycle-progress');
  t.equal(await ample.page.$('[data-pace]'), null, 'nothing to say while it is ample');
  Object.assign(ample.view.pace, { askedPerMinute: 104, resultingSeconds: 520 });
  await ample.says('[data-pace]', 'asked 104/min, allowed 60/min. Looks every 9 minutes instead of 5 minutes.');
});

t.test('the running cycle makes progress, and a new one can be started when it has finished', async (t) => {
  const { page, view, says } = await openOperator(t, app, asOperator);
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
  await says('.cycle', 'Current cycle');
});

t.test('before the first cycle the page says that none has run', async (t) => {
  const { says } = await openOperator(t, app, (server, view) => {
    asOperator(server);
    view.cycle = null;
  });
  await says('.cycle', 'No cycle has run yet');
});

t.test('dead letters can be replayed and deleted, and stop switches work', async (t) => {
  const { page, view, says, server } = await openOperator(t, app, (server, view) => {
    asOperator(server);
    view.pauses = [];
  });
  await page.locator(byRole('link', 'Dead letters')).click();
  await page.locator(byRole('button', 'Replay asu/2267/88658')).click();
  await page.waitForFunction('document.body.textContent.includes("None. Nothing was given up.")');
  t.ok(server.asked.includes('POST /api/v1/dead-letters/d1/replay'));
  await page.locator(byRole('link', 'Overview')).click();
  await page.locator(byRole('button', 'Pause checks, asu')).click();
  await page.waitForSelector(byRole('button', 'Resume checks, asu'));
  t.match(view.pauses, [{ scope: 'checks', institution: 'asu' }]);
  await page.locator(byRole('button', 'Pause notifications, everywhere')).click();
  await page.locator(byRole('button', 'Resume checks, asu')).click();
  await page.waitForSelector(byRole('button', 'Pause checks, asu'));
  t.match(view.pauses, [{ scope: 'notifications' }]);
  await says('.changes', 'CSE 310, class 66445: seats opened');
});

t.test('when the connection is cut, the page says so once, turns grey, and comes back by itself', async (t) => {
  const { page, server, says, textOf } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  server.cutConnections();
  await says('.cut-note', 'This page is cut off since ');
  t.ok(await page.$('.operator-cut'));
  t.ok(await page.$(nodeAt('web')), 'the last values stay');
  t.same(await page.$$('main [role="alert"]'), []);
  server.letIn();
  await page.waitForSelector('.operator:not(.operator-cut)');
  t.equal(await textOf('.cut-note'), '');
});

t.test('after the page has loaded, it asks the server for nothing more', async (t) => {
  const { page, server, view, says } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  const asked = server.asked.length;
  view.tree.children.find(({ id }) => id === 'web')!.state = 'restarting';
  await says('.tree-summary', 'web (restarting)');
  t.same(server.asked.slice(asked), []);
});
