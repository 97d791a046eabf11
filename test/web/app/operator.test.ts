import t, { type Test } from 'tap';
import { byRole, openBrowser, openPage } from './support/browser.ts';
import type { NodeReport } from '../../../src/nodes/node-report.ts';
import { awayReport, nodeReport } from './support/nodes.ts';
import { serveOperator, TOKEN, type OperatorView } from './support/operator.ts';
import { PageServer } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);

async function openOperator(t: Test, prepare: (server: PageServer, view: OperatorView) => void = () => {}) {
  const server = await new PageServer(pagesDir, []).start();
  const view = serveOperator(server, Date.now());
  prepare(server, view);
  t.teardown(() => server.stop());
  const opened = await openPage(t, browser, `${server.url}/operator`);
  const { page } = opened;
  await page.setViewport({ width: 1360, height: 900 });
  const enter = async (token: string): Promise<void> => {
    await page.locator('#token').fill(token);
    await page.locator(byRole('button', 'Continue')).click();
  };
  /** Waits until it is this node's tree that is shown, and it is chosen. */
  const shown = async (node: string): Promise<void> => {
    await opened.says('#tree-title', `of ${node}`);
    await page.waitForSelector(`.member:has(:checked) ::-p-text(${node})`);
  };
  return { server, view, enter, shown, ...opened };
}
const withOthers =
  (...others: NodeReport[]) =>
  (server: PageServer, view: OperatorView): void => {
    asOperator(server);
    view.others = others;
  };
const asOperator = (server: PageServer): void => {
  server.session = { email: 'olga.operator@example.edu', operator: true };
};
const nodeAt = (path: string): string => `[data-path="${path}"]`;

t.test('nothing is shown without the right token, and the token goes with the tab', async (t) => {
  const { page, says, enter, complaints } = await openOperator(t);
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

t.test('a student who is signed in is asked for the token, an operator is not', async (t) => {
  const student = await openOperator(t, (server) => {
    server.session = { email: 'sam.student@example.edu', operator: false };
  });
  await student.page.waitForSelector('#token');
  const operator = await openOperator(t, asOperator);
  await operator.page.waitForSelector(nodeAt('web'));
});

t.test('the tree shows every node, drawn left to right, with its figures in words', async (t) => {
  const { page } = await openOperator(t, asOperator);
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

t.test('a node that fails is seen within a second, and shows its last error when chosen', async (t) => {
  const { page, view, says } = await openOperator(t, asOperator);
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

t.test('one node is shown as such, without a word of others', async (t) => {
  const { page, says, textOf } = await openOperator(t, asOperator);
  await page.waitForSelector(nodeAt('web'));
  await says('.checks', 'PMC_BROWSER_FAILED');
  t.same(await page.$$('[role="radio"], input[type="radio"]'), []);
  t.equal(await textOf('#tree-title'), 'Supervisor tree');
  t.equal((await textOf('.members-status')).trim(), '');
  t.notMatch(await textOf('main'), /host-b|all nodes/i);
});

t.test('several nodes are listed in words, and the one that answers is shown', async (t) => {
  const { page, textOf, shown } = await openOperator(
    t,
    withOthers(
      nodeReport('host-a'),
      awayReport('host-c', 'silent'),
      awayReport('host-d', 'lost', { startedAt: '2026-11-23T20:00:00.000Z' }),
    ),
  );
  await shown('host-b');
  t.same(await page.$$eval('.member', (members) => members.map((member) => member.textContent)), [
    'host-aonlinehealthy1 breaker not closedrunning for 2 h · cycle: 312 of 700 sections',
    'host-bonlinedegraded1 breaker not closedrunning for 2 h · cycle: 3,812 of 6,250 sections · publishes · answers this page',
    'host-csilentlast heard of 3 min ago',
    'host-dlostlast heard of 3 min ago',
  ]);
  t.match(await textOf('.members-status'), /^Node host-c gives no answer since .+ Node host-d is lost since /);
  const radio = (await page.$(`${byRole('radiogroup', 'Node whose tree and health are shown')} >>> input:checked`))!;
  t.match(await page.accessibility.snapshot({ root: radio, interestingOnly: false }), {
    role: 'radio',
    name: 'host-b',
    description: /^online degraded 1 breaker not closed running for 2 h/,
  });
  t.match(await textOf('.cycle'), 'Of all nodes together.');
  t.match(await textOf('[aria-labelledby="browsers-title"]'), 'Of node host-b, which answers this page.');
});

t.test('choosing another node shows its tree, the details of its places, and its health', async (t) => {
  const { page, says, textOf, shown } = await openOperator(t, withOthers(nodeReport('host-a')));
  await shown('host-b');
  await says('.checks', 'PMC_BROWSER_FAILED');
  await page.locator(nodeAt('checking/asu/section-checker')).click();
  await page.locator(byRole('radio', 'host-a')).click();
  await shown('host-a');
  t.equal((await page.$$('.node')).length, 8);
  t.match(await textOf('.details'), /^checking\/asu\/section-checker.*Breakeropen/, 'the same place in the other tree');
  t.match(await textOf('[aria-labelledby="health-title"]'), /^HealthhealthyOf node host-a\.storehealthybushealthy/);
});

t.test('a node that gives no answer is shown by what is known of it', async (t) => {
  const { page, says, textOf, shown } = await openOperator(
    t,
    withOthers(
      awayReport('host-c', 'silent'),
      awayReport('host-d', 'lost', { cycle: { startedAt: '', due: 700, done: 312, failed: 0, requests: 40 } }),
    ),
  );
  await page.locator(byRole('radio', 'host-c')).click();
  await shown('host-c');
  await says('.tree-card', 'When its lease ends, the other nodes take over its work.');
  await page.locator(byRole('radio', 'host-d')).click();
  await says('.tree-card', 'Its lease has ended: the other nodes take over its work.');
  t.match(await textOf('.tree-card .facts'), /lost.*Last heard of3 min ago.*Started2 h ago.*Cycle312 of 700 sections/);
  t.match(await textOf('[aria-labelledby="health-title"]'), 'Not known while it gives no answer.');
  t.equal(await page.$('.node'), null);
});

t.test('a status line tells of nodes that are lost, come back, come and leave', async (t) => {
  const { page, view, says } = await openOperator(t, asOperator);
  const line = (await page.waitForSelector('.members-status[role="status"]'))!;
  await page.waitForSelector(nodeAt('web'));
  const host = nodeReport('host-c');
  view.others = [host];
  await says('.members-status', 'All 2 nodes answer. Node host-c came at ');
  view.others = [awayReport('host-c', 'lost', { startedAt: host.startedAt })];
  await says('.members-status', 'Node host-c is lost since ');
  view.others = [host];
  await says('.members-status', 'Node host-c came back at ');
  view.others = [];
  await says('.members-status', 'Node host-c left at ');
  t.equal(await page.$('.members'), null, 'the panel goes when one node is left');
  t.ok(
    await line.evaluate(({ isConnected }) => isConnected),
    'the line was there all the time, as screen readers need it',
  );
});

t.test('nodes are chosen with the keyboard, and the choice keeps the focus when the page asks anew', async (t) => {
  const { page, shown } = await openOperator(t, withOthers(nodeReport('host-a'), nodeReport('host-c')));
  await shown('host-b');
  await page.focus('.member input:checked');
  await page.keyboard.press('ArrowDown');
  await shown('host-c');
  await page.waitForResponse(`${new URL(page.url()).origin}/api/v1/nodes`);
  await page.waitForResponse(`${new URL(page.url()).origin}/api/v1/nodes`);
  await page.keyboard.press('ArrowDown');
  await shown('host-a');
});

t.test('when the chosen node is listed no longer, the own one is shown', async (t) => {
  const { page, view, shown } = await openOperator(t, withOthers(nodeReport('host-a'), nodeReport('host-c')));
  await page.locator(byRole('radio', 'host-c')).click();
  await shown('host-c');
  view.others = view.others.slice(0, 1);
  await shown('host-b');
});

t.test('the node shown stays when another one answers, as behind a load balancer', async (t) => {
  const { page, server, says, shown } = await openOperator(t, withOthers(nodeReport('host-a')));
  await shown('host-b');
  server.routes.set('GET /api/v1/nodes', () => ({
    status: 200,
    body: { nodes: [nodeReport('host-a', { self: true }), nodeReport('host-b')] },
  }));
  await says('[aria-labelledby="browsers-title"]', 'Of node host-a');
  await shown('host-b');
  t.equal((await page.$$('.node')).length, 8, 'it is the new answer that is shown');
});

t.test('the running cycle moves, and a new one can be asked for when it is done', async (t) => {
  const { page, view, says } = await openOperator(t, asOperator);
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

t.test('before the first cycle the page says that there was none', async (t) => {
  const { says } = await openOperator(t, (server, view) => {
    asOperator(server);
    view.cycle = null;
  });
  await says('.cycle', 'No cycle has run yet');
});

t.test('dead letters are replayed and deleted, switches are thrown', async (t) => {
  const { page, view, says, server } = await openOperator(t, (server, view) => {
    asOperator(server);
    view.pauses = [];
  });
  await page.locator(byRole('button', 'Replay asu/2267/88658')).click();
  await page.waitForFunction('document.body.textContent.includes("None. Nothing was given up.")');
  t.ok(server.asked.includes('POST /api/v1/dead-letters/d1/replay'));
  await page.locator(byRole('button', 'Pause checks, asu')).click();
  await page.waitForSelector(byRole('button', 'Resume checks, asu'));
  t.match(view.pauses, [{ scope: 'checks', institution: 'asu' }]);
  await page.locator(byRole('button', 'Pause notifications, everywhere')).click();
  await page.locator(byRole('button', 'Resume checks, asu')).click();
  await page.waitForSelector(byRole('button', 'Pause checks, asu'));
  t.match(view.pauses, [{ scope: 'notifications' }]);
  await says('.changes', 'CSE 310, class 66445: seats opened');
});

t.test('when the server stops answering, the last picture stays beside the error', async (t) => {
  const { page, server, says } = await openOperator(t, asOperator);
  await page.waitForSelector(nodeAt('web'));
  await server.stop();
  await says('.tree-card [role="alert"]', 'UNREACHABLE');
  t.ok(await page.$(nodeAt('web')));
});
