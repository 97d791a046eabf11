import type { Test } from 'tap';
import { eventually } from '../../../support/eventually.ts';
import { byRole, type openBrowser } from '../support/browser.ts';
import { asOperator, nodeAt, openOperator } from '../support/operator-page.ts';

/** The supervisor tree of a node, and the details of its places. */
export function treeView(t: Test, app: Awaited<ReturnType<typeof openBrowser>>): void {
  t.test('the tree shows its first level with counts, what is not well, and the rest when unfolded', async (t) => {
    const { page, unfold } = await openOperator(t, app, asOperator);
    await page.waitForSelector(nodeAt('web'));
    t.same(await page.$$eval('.node', (rows) => rows.map((row) => row.getAttribute('data-path'))), [
      'root',
      'bus',
      'store',
      'checking',
      'checking/browsers',
      'checking/browsers/browser-2',
      'notifying',
      'notifying/email',
      'publisher',
      'web',
    ]);
    t.equal(
      await page.$eval(nodeAt('notifying/email'), (node) => node.textContent),
      'email1 restartsbreaker half-openrunning',
    );
    t.equal(await page.$eval(nodeAt('checking'), (node) => node.textContent), 'checking5 well1 not wellrunning');
    await unfold('checking', 'checking/asu');
    const row = (await page.waitForSelector(nodeAt('checking/asu/scheduler')))!;
    t.match(await page.accessibility.snapshot({ root: row, interestingOnly: false }), { role: 'treeitem', level: 4 });
  });

  t.test('a node that fails is shown within a second, with its last error when selected', async (t) => {
    const { page, view, says } = await openOperator(t, app, asOperator);
    await page.waitForSelector(nodeAt('web'));
    const web = view.tree.children.find(({ id }) => id === 'web')!;
    Object.assign(web, { state: 'restarting', restarts: 4, lastError: 'PMC_PORT_TAKEN: PORT=3000 is already in use' });
    await says('.tree-summary', 'web (restarting)');
    await page.locator(nodeAt('web')).click();
    await says('.details', 'PMC_PORT_TAKEN');
    t.match(await page.$eval('.details', (details) => details.textContent), /^web.*State.*restarting.*Restarts4/);
    Object.assign(web, { state: 'running' });
    await says('.details', 'running');
  });

  t.test('the root tells which messages between actors reached nobody', async (t) => {
    const { view, says } = await openOperator(t, app, asOperator);
    view.tree.deadLetters = {
      count: { 'no-actor': 2, expired: 1 },
      recent: [{ at: new Date().toISOString(), reason: 'no-actor', address: 'host-b/checking/asu', detail: 'wake' }],
    };
    await says('.details', '2 sent to an actor that did not run, 1 not handled before the sender gave up');
    await says('.dead-messages', 'wake to host-b/checking/asu');
  });

  t.test('what is not well is at the top, and a click jumps to it', async (t) => {
    const { page, view, says } = await openOperator(t, app, asOperator);
    await says('.trouble', '2 not well');
    const box = (await (await page.$('.trouble'))!.boundingBox())!;
    t.ok(box.y + box.height < 900, 'in view without scrolling');
    await page.locator('.trouble-item').click();
    await says('#details-title', 'checking/browsers/browser-2');
    await page.waitForFunction('document.activeElement.dataset.path === "checking/browsers/browser-2"');
    for (const { children } of view.tree.children)
      for (const child of [...children, ...children.flatMap((each) => each.children)])
        Object.assign(child, { state: 'running' }, child.breaker !== undefined && { breaker: 'closed' });
    await page.waitForFunction('document.querySelector(".trouble") === null');
  });

  t.test('the tree is walked, folded and searched with the keyboard', async (t) => {
    const { page, says } = await openOperator(t, app, asOperator);
    await page.waitForSelector(nodeAt('web'));
    await page.focus('.outline [tabindex="0"]');
    const at = (path: string) => page.waitForFunction(`document.activeElement.dataset.path === "${path}"`);
    for (const [key, path] of [
      ['End', 'web'],
      ['Home', 'root'],
      ['ArrowDown', 'bus'],
      ['ArrowDown', 'store'],
      ['ArrowDown', 'checking'],
      ['ArrowRight', 'checking'],
      ['ArrowRight', 'checking/asu'],
      ['ArrowRight', 'checking/asu'],
      ['ArrowLeft', 'checking/asu'],
      ['ArrowLeft', 'checking'],
    ] as const) {
      await page.keyboard.press(key);
      await at(path);
    }
    t.equal(await page.$(nodeAt('checking/asu/scheduler')), null, 'it is folded');
    await page.locator('.outline-search input').fill('schedul');
    await page.waitForSelector(nodeAt('checking/asu/scheduler'));
    t.equal((await page.$$('.node')).length, 4);
    await page.locator('.outline-search input').fill('nobody');
    await says('.tree-card', 'Nothing here is called “nobody”.');
  });

  t.test('an operator restarts a part after confirming it; a viewer has no buttons', async (t) => {
    const { page, server } = await openOperator(t, app, (server) => {
      asOperator(server);
      server.routes.set('POST /api/v1/supervisors/restart', (body) => ({ status: 202, body: body as object }));
    });
    await page.locator(nodeAt('notifying/email')).click();
    await page.locator(byRole('button', 'Restart')).click();
    t.notOk(server.asked.includes('POST /api/v1/supervisors/restart'), 'not before it is confirmed');
    await page.locator(byRole('button', 'Yes, restart')).click();
    await page.waitForFunction('document.querySelector(".confirm") === null');
    await eventually(() => server.asked.includes('POST /api/v1/supervisors/restart'));
    const viewer = await openOperator(t, app, (server) => {
      server.session = { email: 'vera.viewer@example.edu', operator: false, viewer: true };
    });
    await viewer.page.locator(nodeAt('notifying/email')).click();
    await viewer.says('.details', 'half-open');
    t.same(await viewer.page.$$('main button:not(.trouble-item, .back-to-tree)'), []);
  });
}
