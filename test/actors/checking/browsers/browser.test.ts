import t from 'tap';
import type { Test } from 'tap';
import { accepts, start } from '../../../../src/actors/checking/browsers/browser.ts';
import type { BrowserArgs } from '../../../../src/actors/checking/browsers/browser.ts';
import type { BrowserMessage } from '../../../../src/actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../../../../src/checking/looking/pooled-browser.ts';
import { browserPoolSpec } from '../../../../src/actors/checking/browsers/pool.ts';
import { placesOf } from '../../../../src/checking/looking/pooled-browser.ts';
import { noTracer } from '../../../../src/telemetry/traces/tracer.ts';
import { browserSpec } from '../../../../src/actors/checking/browsers/browser-thread.ts';
import { places } from '../../../../src/actors/places.ts';
import { at } from '../../../../src/nodes/place.ts';
import { refTo, systemClock } from '../../../../src/runtime/index.ts';
import type { Fetched } from '../../../../src/checking/looking/look-result.ts';
import type { LookRequest } from '../../../../src/institutions/institution.ts';
import { configOf } from '../../../support/config-of.ts';
import { PATIENCE_MS } from '../../../support/eventually.ts';
import { chromePath } from '../../../support/chrome-path.ts';
import { siteRows, startSite } from '../../../support/class-search-site.ts';
import type { Site, SiteOptions } from '../../../support/class-search-site.ts';
import { type TestSystem, supervise, testSystem } from '../../../../src/runtime/testing/index.ts';
import { course } from '../../../support/visit.ts';

interface Browsers {
  test: Omit<TestSystem, 'clock'>;
  site: Site;
  look: (request?: LookRequest) => Promise<Fetched>;
  status: () => Promise<PoolStatus>;
  /** Process ids of the browsers launched so far. */
  pids: () => number[];
}

async function startBrowsers(t: Test, site: SiteOptions, chrome: string | null = chromePath): Promise<Browsers> {
  const { catalogUrl, close, requests } = await startSite(site);
  t.teardown(close);
  const { checking } = configOf();
  const node = {
    config: { browsers: { count: 1, tabs: 1, chromePath: chrome }, checking: { ...checking, timeoutMs: PATIENCE_MS } },
    sources: { addresses: { asu: { catalogUrl, apiUrl: null } } },
    tools: { tracer: noTracer },
  };
  const browser = places.browser(1);
  const browsers = supervise('browsers', [
    at(
      places.pool,
      browserPoolSpec(node, { browsers: [{ id: browser.id, ref: browser.on('n') }], places: placesOf(1) }),
    ),
    at(browser, browserSpec(node, { id: browser.id })),
  ]);
  const test = await testSystem(t, supervise('root', [supervise('checking', [browsers])]), { clock: systemClock });
  await test.system.start();
  const pool = places.pool.on('n');
  return {
    test,
    site: { catalogUrl, close, requests },
    look: (request = course) =>
      test.system.outside.ask(pool, (replyTo) => ({ type: 'look', request, replyTo }), PATIENCE_MS / 2),
    status: () => test.system.outside.ask(pool, (replyTo) => ({ type: 'status', replyTo }), PATIENCE_MS),
    pids: () =>
      test.log.lines.filter(({ event }) => event === 'Chromium launched').map(({ fields }) => Number(fields['pid'])),
  };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

t.test('Chromium is launched at the first look, kept, and gone when the actor stops', async (t) => {
  const { test, site, look, status, pids } = await startBrowsers(t, { rows: siteRows(3) });
  t.same(pids(), []);
  t.match(await look(), { outcome: 'answered', requests: 3, answer: { way: 'api' } });
  t.match(await look(), { outcome: 'answered', requests: 1 });
  t.equal(site.requests.length, 4);
  t.same(await status(), { total: 1, available: 1, busy: 0, queued: 0, overloaded: false, ready: true });
  const [pid, ...others] = pids();
  t.ok(pid !== undefined && isRunning(pid));
  t.same(others, []);
  await test.system.stop();
  t.notOk(isRunning(pid!));
});

t.test('if Chromium is killed, its actor fails and is replaced, and the next look works', async (t) => {
  const { test, look, pids } = await startBrowsers(t, { rows: siteRows(3) });
  await look();
  process.kill(pids()[0]!, 'SIGKILL');
  await test.until(() => test.node('checking/browsers/browser-1').restarts === 1);
  t.match(test.node('checking/browsers/browser-1').lastError, 'browser-1 failed: Chromium ended by itself');
  t.match(await look(), { outcome: 'answered' });
  t.equal(pids().length, 2);
});

t.test(
  'a look that is under way when Chromium is killed ends at once: the replacement answers it, or it fails',
  async (t) => {
    let reached: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let hang = true;
    const { look, pids } = await startBrowsers(t, {
      rows: siteRows(3),
      onApi: () => {
        if (hang) reached();
        return hang;
      },
    });
    const reply = look();
    await asked;
    hang = false;
    process.kill(pids()[0]!, 'SIGKILL');
    t.match((await reply).outcome, /^(answered|failed)$/, 'long before its timeout');
  },
);

t.test('a Chromium that does not close is killed when its actor stops', async (t) => {
  const { test, look, pids } = await startBrowsers(t, { rows: siteRows(3) });
  await look();
  process.kill(pids()[0]!, 'SIGSTOP');
  await test.system.stop();
  t.notOk(isRunning(pids()[0]!));
});

t.test('refusals of the source are logged, a 401 as an error', async (t) => {
  let status = 500;
  const { test, look } = await startBrowsers(t, {
    rows: [],
    onApi: (_request, response) => {
      response.writeHead(status).end();
      return true;
    },
  });
  t.match(await look(), { outcome: 'failed', code: 'PMC_SOURCE_STATUS', requests: 3 });
  status = 401;
  t.match(await look(), { outcome: 'failed', code: 'PMC_SOURCE_UNAUTHORIZED', requests: 1 });
  t.match(
    test.log.lines.find(({ level }) => level === 'error'),
    { fields: { code: 'PMC_SOURCE_UNAUTHORIZED' }, event: /answered 401/ },
  );
});

t.test('without a browser on the machine every look fails with that reason, and nothing restarts', async (t) => {
  const { test, look } = await startBrowsers(t, { rows: [] }, '/nowhere/chrome');
  t.match(await look(), { outcome: 'failed', code: 'PMC_BROWSER_NOT_FOUND', requests: 0 });
  t.match(await look({ ...course, institution: 'nowhere' }), { outcome: 'failed' });
  t.equal(test.node('checking/browsers/browser-1').restarts, 0);
});

/** A browser actor on the main thread, where its clock can be advanced. */
async function startActor(
  t: Test,
  limits: Pick<BrowserArgs, 'retireAfterLooks' | 'retireAboveMb'>,
): Promise<{ test: TestSystem; look: () => Promise<{ outcome: string }> }> {
  const site = await startSite({ rows: siteRows(1) });
  t.teardown(site.close);
  const args: BrowserArgs = {
    id: 'browser-1',
    chromePath,
    tabs: 1,
    sources: { asu: { catalogUrl: site.catalogUrl, apiUrl: null, timeoutMs: 30_000 } },
    ...limits,
  };
  const test = await testSystem(
    t,
    supervise('root', [
      { id: 'browser-1', type: 'actor', shutdownMs: 10_000, accepts, start: (context) => start(context, args) },
    ]),
  );
  await test.system.start();
  const browser = test.system.ref<BrowserMessage>('browser-1');
  const look = (): Promise<{ outcome: string }> =>
    test.system.outside.ask(
      browser,
      (replyTo) => ({ type: 'look', request: course, requester: refTo('n', 'nobody'), replyTo }),
      60_000,
    );
  return { test, look };
}

t.test('Chromium is retired after a number of looks, and the next look launches another', async (t) => {
  const { test, look } = await startActor(t, { retireAfterLooks: 2, retireAboveMb: 10_000 });
  const pids = (): number[] =>
    test.log.lines.filter(({ event }) => event === 'Chromium launched').map(({ fields }) => Number(fields['pid']));
  for (const outcome of [look(), look()]) t.match(await outcome, { outcome: 'answered' });
  t.equal(pids().length, 1);
  t.match(
    test.log.lines.find(({ event }) => event === 'Chromium retired'),
    { fields: { reason: 'it has looked 2 times' } },
  );
  t.match(await look(), { outcome: 'answered' });
  t.equal(new Set(pids()).size, 2);
});

t.test('a Chromium that uses too much memory is retired', { skip: process.platform !== 'linux' }, async (t) => {
  const { test, look } = await startActor(t, { retireAfterLooks: 1_000, retireAboveMb: 20 });
  t.match(await look(), { outcome: 'answered' });
  await test.clock.advance(60_000);
  await test.until(() => test.log.events().includes('Chromium retired'));
  t.match(
    test.log.lines.find(({ event }) => event === 'Chromium retired'),
    { fields: { reason: /^it uses \d+ MB$/ } },
  );
  t.match(await look(), { outcome: 'answered' });
});
