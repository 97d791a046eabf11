import type { Test } from 'tap';
import type { NodeReport } from '../../../../src/nodes/node-report.ts';
import { byRole, openPage } from './browser.ts';
import type { openBrowser } from './browser.ts';
import { serveOperator } from './operator.ts';
import type { OperatorView } from './operator.ts';
import { PageServer } from './server.ts';

type Prepare = (server: PageServer, view: OperatorView) => void;

/** Opens the operator page. `prepare` sets the data that its server returns. */
export async function openOperator(
  t: Test,
  { browser, pagesDir }: Awaited<ReturnType<typeof openBrowser>>,
  prepare: Prepare = () => {},
) {
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
  /** Waits until the tree of this node is shown and the node is selected. */
  const shown = async (node: string): Promise<void> => {
    await opened.says('#tree-title', `of ${node}`);
    await page.waitForSelector(`.member:has(:checked) ::-p-text(${node})`);
  };
  const unfold = async (...paths: string[]): Promise<void> => {
    for (const path of paths) await page.locator(`${nodeAt(path)} .fold`).click();
  };
  return { server, view, enter, shown, unfold, ...opened };
}
/** Opens the page as an operator of a system with several nodes. */
export const withOthers =
  (...others: NodeReport[]) =>
  (server: PageServer, view: OperatorView): void => {
    asOperator(server);
    view.others = others;
  };
export const asOperator = (server: PageServer): void => {
  server.session = { email: 'olga.operator@example.edu', operator: true };
};
export const nodeAt = (path: string): string => `[data-path="${path}"]`;
