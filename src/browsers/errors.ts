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
    message: '{browser} cannot start its sandbox, and does not run without: {reason}',
    advice: 'Allow user namespaces to the user it runs as; docs/guides/deploying.md says how, also in a container',
  },
  PMC_BROWSER_FAILED: { next: 'later', message: 'browser {browser} failed: {reason}' },
  PMC_BROWSER_BUSY: {
    next: 'later',
    message: 'browser {browser} opened no tab within {timeoutMs} ms: this machine has too much to do',
    advice: 'Lower BROWSERS or TABS_PER_BROWSER, or give it more',
  },
  PMC_POOL_REFUSED: {
    next: 'later',
    message: '{waiting} requests are waiting for a browser already',
    advice: 'Try again later',
  },
  PMC_SOURCE_HOST_REFUSED: {
    next: 'never',
    message: 'a page of the source wanted to speak to {host}, which is no host of the source',
    advice: 'If the page cannot do without, add the host where its institution says who may be spoken to',
  },
});
