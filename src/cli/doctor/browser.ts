/** Checks whether a browser is installed and can be launched. */
import { browsersError } from '../../browsers/errors.ts';
import { findBrowser } from '../../browsers/find-browser.ts';
import { launchBrowser } from '../../browsers/launch.ts';

export async function examineBrowser(chromePath: string | null): Promise<string> {
  const { path, tried } = findBrowser(chromePath, process.env);
  if (path === undefined) throw browsersError('PMC_BROWSER_NOT_FOUND', { tried });
  const launched = await launchBrowser(path);
  try {
    return `${path}, ${await launched.browser.version()}`;
  } finally {
    await launched.close();
  }
}
