/** The errors of browsers. */
import { defineErrors } from '../runtime/index.ts';

export const browsersError = defineErrors('PMC', {
  PMC_BROWSER_NOT_FOUND: {
    next: 'stop',
    message: 'no Chrome or Chromium was found ({tried})',
    advice: 'Install one and set CHROME_PATH to its executable',
  },
  PMC_BROWSER_UNSANDBOXED: {
    next: 'stop',
    message: '{browser} cannot start its sandbox: {reason}',
    advice: 'Allow user namespaces for the user that runs it; see docs/guides/deploying.md, also for containers',
  },
  PMC_BROWSER_FAILED: { next: 'later', message: 'browser {browser} failed: {reason}' },
  PMC_BROWSER_BUSY: {
    next: 'later',
    message: 'browser {browser} opened no tab within {timeoutMs} ms: this machine is overloaded',
    advice: 'Lower BROWSERS or TABS_PER_BROWSER, or give the machine more processors and memory',
  },
  PMC_POOL_REFUSED: {
    next: 'later',
    message: 'all browsers are busy, and {waiting} requests are already waiting',
    advice: 'Try again later',
  },
  PMC_SOURCE_HOST_REFUSED: {
    next: 'never',
    message: 'a page of the source tried to connect to {host}, which is not a host of the source',
    advice: 'If the page needs that host, allow it in permissionFor of its institution',
  },
});
