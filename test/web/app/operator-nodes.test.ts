import t from 'tap';
import type { NodeReport } from '../../../src/nodes/node-report.ts';
import { byRole, openBrowser } from './support/browser.ts';
import { awayReport, nodeReport, treeNode } from './support/nodes.ts';
import { figuresView } from './operator/figures.ts';
import { keysView } from './operator/keys.ts';
import { sectionsView } from './operator/sections-view.ts';
import { asOperator, nodeAt, openOperator, withOthers } from './support/operator-page.ts';

const app = await openBrowser(t);

t.test('a single node is shown without mentioning other nodes', async (t) => {
  const { page, says, textOf } = await openOperator(t, app, asOperator);
  await page.waitForSelector(nodeAt('web'));
  await says('.checks', 'PMC_BROWSER_FAILED');
  t.same(await page.$$('[role="radio"], input[type="radio"]'), []);
  t.equal(await textOf('#tree-title'), 'Supervisor tree');
  t.equal((await textOf('.members-status')).trim(), '');
  t.notMatch(await textOf('main'), /host-b|all nodes/i);
});

t.test('several nodes are listed in words, and the one that answers is shown', async (t) => {
  const { page, says, textOf, shown } = await openOperator(
    t,
    app,
    withOthers(
      nodeReport('host-a'),
      awayReport('host-c', 'silent'),
      awayReport('host-d', 'lost', { startedAt: '2026-11-23T20:00:00.000Z' }),
    ),
  );
  await shown('host-b');
  t.same(await page.$$eval('.member', (members) => members.map((member) => member.textContent)), [
    'host-aonlinehealthy1 breaker not closedrunning for 2 h · cycle: 312 of 700 sections',
    'host-bonlinedegraded1 breaker not closedrunning for 2 h · cycle: 3,812 of 6,250 sections · publishes · ' +
      'answers this page',
    'host-csilentlast heard of 3 min ago',
    'host-dlostlast heard of 3 min ago',
  ]);
  t.match(await textOf('.members-status'), /^Node host-c has not answered since .+ Node host-d has been lost since /);
  const radio = (await page.$(`${byRole('radiogroup', 'Node whose tree and health are shown')} >>> input:checked`))!;
  t.match(await page.accessibility.snapshot({ root: radio, interestingOnly: false }), {
    role: 'radio',
    name: 'host-b',
    description: /^online degraded 1 breaker not closed running for 2 h/,
  });
  await says('.cycle', 'Of all nodes together.');
  await says('[aria-labelledby="browsers-title"]', 'Of node host-b, which answers this page.');
});

t.test('choosing another node shows its tree, the details of its places, and its health', async (t) => {
  const { page, says, textOf, shown, unfold } = await openOperator(t, app, withOthers(nodeReport('host-a')));
  await shown('host-b');
  await says('.checks', 'PMC_BROWSER_FAILED');
  await unfold('checking', 'checking/asu');
  await page.locator(nodeAt('checking/asu/section-checker')).click();
  await page.locator(byRole('radio', 'host-a')).click();
  await shown('host-a');
  t.equal((await page.$$('.node')).length, 7);
  t.match(await textOf('.details'), /^checking\/asu\/section-checker.*Breakeropen/, 'the same place in the other tree');
  t.match(await textOf('[aria-labelledby="health-title"]'), /^HealthhealthyOf node host-a\.store healthybus healthy/);
});

t.test('for a node that does not answer, the page shows what is known of it', async (t) => {
  const { page, says, textOf, shown } = await openOperator(
    t,
    app,
    withOthers(
      awayReport('host-c', 'silent'),
      awayReport('host-d', 'lost', { cycle: { startedAt: '', due: 700, done: 312, failed: 0, requests: 40 } }),
    ),
  );
  await page.locator(byRole('radio', 'host-c')).click();
  await shown('host-c');
  await says('.tree-card', 'When its lease expires, the other nodes take over its work.');
  await page.locator(byRole('radio', 'host-d')).click();
  await says('.tree-card', 'Its lease has expired, and the other nodes take over its work.');
  t.match(
    await textOf('.tree-card .facts'),
    /lost.*Last heard of3 min\. ago.*Started2 hr\. ago.*Cycle312 of 700 sections/,
  );
  t.match(await textOf('[aria-labelledby="health-title"]'), 'Not known while the node does not answer.');
  t.equal(await page.$('.node'), null);
});

t.test('a status line reports nodes that are lost, came back, came or left', async (t) => {
  const { page, view, says } = await openOperator(t, app, asOperator);
  const line = (await page.waitForSelector('.members-status[role="status"]'))!;
  await page.waitForSelector(nodeAt('web'));
  const host = nodeReport('host-c');
  view.others = [host];
  await says('.members-status', 'All 2 nodes answer. Node host-c came at ');
  view.others = [awayReport('host-c', 'lost', { startedAt: host.startedAt })];
  await says('.members-status', 'Node host-c has been lost since ');
  view.others = [host];
  await says('.members-status', 'Node host-c came back at ');
  view.others = [];
  await says('.members-status', 'Node host-c left at ');
  // The panel goes when one node is left.
  await page.waitForSelector('.members', { hidden: true });
  t.ok(
    await line.evaluate(({ isConnected }) => isConnected),
    'the line was there all the time, as screen readers need it',
  );
});

t.test('a node can be chosen with the keyboard, and the choice keeps the focus after a refresh', async (t) => {
  const { page, view, says, shown } = await openOperator(
    t,
    app,
    withOthers(nodeReport('host-a'), nodeReport('host-c')),
  );
  await shown('host-b');
  await page.focus('.member input:checked');
  await page.keyboard.press('ArrowDown');
  await shown('host-c');
  view.others[1]!.tree!.children.find(({ id }) => id === 'web')!.mailbox = 7;
  await says(nodeAt('web'), '7 messages');
  await page.keyboard.press('ArrowDown');
  await shown('host-a');
});

t.test('when the chosen node is no longer listed, the node that answers is shown', async (t) => {
  const { page, view, shown } = await openOperator(t, app, withOthers(nodeReport('host-a'), nodeReport('host-c')));
  await page.locator(byRole('radio', 'host-c')).click();
  await shown('host-c');
  view.others = view.others.slice(0, 1);
  await shown('host-b');
});

t.test('the shown node stays the same when another node answers, as behind a load balancer', async (t) => {
  const { page, view, says, shown } = await openOperator(t, app, withOthers(nodeReport('host-a')));
  await shown('host-b');
  view.answer = [nodeReport('host-a', { self: true }), nodeReport('host-b')];
  await says('[aria-labelledby="browsers-title"]', 'Of node host-a');
  await shown('host-b');
  t.equal((await page.$$('.node')).length, 6, 'it is the new answer that is shown');
});

keysView(t, app);
figuresView(t, app);
sectionsView(t, app);

t.test('of three nodes with 60 actors each, what has failed is in view without scrolling', async (t) => {
  const failed = ['browser-7', 'browser-31', 'browser-50'];
  const crowd = (node: string): NodeReport => {
    const browsers = Array.from({ length: 60 }, (_, index) =>
      treeNode(`browser-${index + 1}`, [], failed.includes(`browser-${index + 1}`) ? { state: 'failed' } : {}),
    );
    return nodeReport(node, { tree: treeNode('root', [treeNode('checking', [treeNode('browsers', browsers)])]) });
  };
  const { page, shown } = await openOperator(t, app, (server, view) => {
    withOthers(crowd('host-a'), crowd('host-c'))(server, view);
    view.overview = {
      ...view.overview,
      level: 'critical',
      causes: ['host-a', 'host-c'].flatMap((node) =>
        failed.map((id) => ({
          name: `actor:${node}/checking/browsers/${id}`,
          level: 'critical' as const,
          since: new Date().toISOString(),
          message: `${node}/checking/browsers/${id} has failed · its work rests`,
        })),
      ),
    };
  });
  await shown('host-b');
  // The causes come in a frame of their own.
  await page.waitForFunction('document.querySelectorAll(".cause").length === 6');
  for (const [width, height] of [
    [1280, 800],
    [360, 740],
  ] as const) {
    await page.setViewport({ width, height });
    const named = await page.$$eval('.cause p', (all) =>
      all.map((each) => ({ text: each.textContent ?? '', bottom: each.getBoundingClientRect().bottom })),
    );
    for (const node of ['host-a', 'host-c'])
      for (const id of failed)
        t.ok(
          named.some(({ text, bottom }) => bottom <= height && text.startsWith(node) && text.includes(`/${id} `)),
          `${node}/${id} at ${width} × ${height}`,
        );
  }
});
