import { TimeoutError, type Target } from 'puppeteer';
import t, { type Test } from 'tap';
import { fullChromePath } from '../../support/chrome-path.ts';
import { eventually, PATIENCE_MS } from '../../support/eventually.ts';
import { openBrowser } from './support/browser.ts';
import { everyStatus } from './support/sample.ts';
import { PageServer } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t, fullChromePath);
const skip = fullChromePath === undefined && 'no Chromium that shows notifications';
const MESSAGE = {
  title: '1 seat open: CSE 310 · 66445',
  text: '1 seat is open · seen 2:03 PM',
  tag: 'watch-1',
  urgent: true,
  links: [
    { label: 'Register at ASU', url: 'https://classes.example.edu/66445' },
    { label: 'Your watches', url: 'https://pick.example.edu/' },
  ],
};

/** A worker that is not there by then, or a message that is not shown, is tried again. */
const AGAIN_AFTER_MS = 10_000;

/** Runs in the page, like the next one. */
const IS_ACTIVE = `navigator.serviceWorker.getRegistration().then((found) => found?.active?.state === 'activated')`;
const NOTIFICATIONS = `(async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(({ title, body, tag, actions }) => ({
    title, body, tag, actions: actions.map(({ action, title }) => ({ action, title })),
  }));
})()`;

interface Shown {
  title: string;
  body: string;
  tag: string;
  actions: { action: string; title: string }[];
}

/** Opens the student page and waits for its service worker. */
async function opened(t: Test) {
  const server = await new PageServer(pagesDir, everyStatus()).start();
  const context = await browser.createBrowserContext();
  await context.overridePermissions(server.url, ['notifications']);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  t.teardown(async () => {
    await context.close();
    await server.stop();
  });
  const cdp = await page.createCDPSession();
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated');
      if (active !== undefined) resolve(active.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const comesTrue = (expression: string): Promise<unknown> =>
    page.waitForFunction(expression, { polling: 100, timeout: AGAIN_AFTER_MS }).catch((error: unknown) => {
      if (error instanceof TimeoutError) return false;
      throw error;
    });
  await eventually(async () => {
    await page.goto(server.url);
    return await comesTrue(IS_ACTIVE);
  });
  const registrationId = await registered;
  const { origin } = new URL(server.url);
  return {
    server,
    page,
    /**
     * Delivers a message until a notification with this title is on the screen. Now and then, a browser on a busy
     * machine loses one.
     */
    push: async (data: string, title: string) => {
      const isShown = `${NOTIFICATIONS}.then((shown) => shown.some(({ title }) => title === ${JSON.stringify(title)}))`;
      await eventually(async () => {
        await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
        return await comesTrue(isShown);
      });
    },
    /** The notifications on the screen, sorted by title, once there are so many. */
    shown: async (count: number) => {
      const shown = await eventually(async () => {
        const found = (await page.evaluate(NOTIFICATIONS)) as Shown[];
        return found.length === count && found;
      });
      return shown.toSorted((a, b) => (a.title < b.title ? -1 : 1));
    },
  };
}

const isWorker =
  ({ url }: PageServer) =>
  (each: Target): boolean =>
    each.url() === `${url}/sw.js`;

t.test('a push message is shown as a notification, with a button for each link', { skip }, async (t) => {
  const { push, shown } = await opened(t);
  await push(JSON.stringify(MESSAGE), MESSAGE.title);
  t.match(await shown(1), [
    {
      title: MESSAGE.title,
      body: MESSAGE.text,
      tag: 'watch-1',
      actions: [
        { action: '0', title: 'Register at ASU' },
        { action: '1', title: 'Your watches' },
      ],
    },
  ]);
});

t.test('a newer message about the same watch replaces the older one', { skip }, async (t) => {
  const { push, shown } = await opened(t);
  await push(JSON.stringify(MESSAGE), MESSAGE.title);
  await push(JSON.stringify({ ...MESSAGE, title: 'Full again' }), 'Full again');
  await eventually(async () => (await shown(1))[0]!.title === 'Full again');
  await push(JSON.stringify({ ...MESSAGE, tag: 'watch-2' }), MESSAGE.title);
  t.match(await shown(2), [
    { title: MESSAGE.title, tag: 'watch-2' },
    { title: 'Full again', tag: 'watch-1' },
  ]);
});

t.test('the button that stops a watch does so at once, and says so', { skip }, async (t) => {
  const { server, page, push, shown } = await opened(t);
  server.routes.set('POST /api/v1/unsubscribe', () => ({ status: 200 }));
  const stop = { label: 'Got it, stop', url: `${server.url}/api/v1/unsubscribe?token=a.b`, done: 'Stopped.' };
  await push(JSON.stringify({ ...MESSAGE, links: [MESSAGE.links[0], stop] }), MESSAGE.title);
  t.match(await shown(1), [{ actions: [{}, { action: '1', title: 'Got it, stop' }] }]);
  const target = await page.browser().waitForTarget(isWorker(server), { timeout: PATIENCE_MS });
  const worker = (await target.worker())!;
  await worker.evaluate(`(async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '1' }));
  })()`);
  await eventually(async () => (await shown(1))[0]!.body === 'Stopped.');
  t.ok(server.asked.includes('POST /api/v1/unsubscribe'));
});

t.test('a subscription is renewed only for the account that it belongs to', async (t) => {
  const { server, page } = await opened(t);
  await page.evaluate(`(async () => {
    const owner = { email: 'ada@example.edu', channel: 'c1' };
    await (await caches.open('pickmyclass-push-owner')).put('/', Response.json(owner));
  })()`);
  const target = await page.browser().waitForTarget(isWorker(server), { timeout: PATIENCE_MS });
  const worker = (await target.worker())!;
  /** Resolves once the worker has done what it does when the browser has replaced the subscription. */
  const renew = async (email: string): Promise<boolean> => {
    server.session = { email, operator: false };
    server.asked.length = 0;
    await worker.evaluate(`(async () => {
      const event = new ExtendableEvent('pushsubscriptionchange');
      const done = new Promise((resolve) => (event.waitUntil = (work) => work.then(resolve, resolve)));
      dispatchEvent(event);
      await done;
    })()`);
    t.ok(server.asked.includes('GET /api/v1/session'), 'it asks who is signed in');
    return server.asked.includes('GET /api/v1/push-key');
  };
  t.equal(await renew('ben@example.edu'), false, 'another student has signed in since');
  t.equal(await renew('ada@example.edu'), true);
});

t.test('a message that cannot be read is shown too, because the browser demands it', { skip }, async (t) => {
  const { push, shown } = await opened(t);
  await push('not JSON', 'PickMyClass');
  t.match(await shown(1), [{ title: 'PickMyClass' }]);
});

t.test('without a connection, the page is there as last seen', async (t) => {
  const { server, page } = await opened(t);
  await page.reload();
  // The script draws it: by then, the worker has kept the script.
  await page.waitForSelector('.steps');
  await server.stop();
  await page.reload();
  t.ok(await page.waitForSelector('.steps'));
});

t.test('the page can be installed: its manifest and icons are real', async (t) => {
  const { page } = await opened(t);
  const cdp = await page.createCDPSession();
  const { errors, url } = await cdp.send('Page.getAppManifest');
  t.match(url, /manifest\.webmanifest$/);
  t.same(errors, []);
  const sizes = (await page.evaluate(`(async () => {
    const { icons } = await (await fetch('/manifest.webmanifest')).json();
    return Promise.all(icons.filter(({ type }) => type === 'image/png').map(async ({ src, sizes }) => {
      const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
      return [sizes, width + 'x' + height];
    }));
  })()`)) as [string, string][];
  t.equal(sizes.length, 3);
  for (const [said, is] of sizes) t.equal(is, said);
});
