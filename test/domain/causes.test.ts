import t from 'tap';
import { causesOf } from '../../src/domain/causes.ts';
import type { Readings } from '../../src/domain/readings.ts';
import { ago, channelReading, readings, sourceReading } from '../support/readings.ts';

const messages = (over: Partial<Readings>): string[] => causesOf(readings(over)).map(({ message }) => message);
const pace = (over: object) => ({ ...sourceReading().pace!, ...over });
const pauses = (...given: NonNullable<Readings['stored']>['pauses']): Partial<Readings> => ({
  stored: { ...readings().stored!, pending: 12, pauses: given },
});

t.test('a system that is well has no cause', (t) => {
  t.same(causesOf(readings()), []);
  t.end();
});

t.test('the source is unseen after three failed looks, not ten', (t) => {
  const calls = { failures: 2, failingSince: ago(60_000), lastSuccessAt: ago(180_000), error: 'no answer in 45 s' };
  const source = sourceReading({ calls, pace: pace({ unknown: 27 }) });
  t.same(messages({ sources: [source] }), []);
  t.same(causesOf(readings({ sources: [{ ...source, calls: { ...calls, failures: 3 } }] })), [
    {
      name: 'source-unseen',
      level: 'critical',
      since: ago(180_000),
      message: 'Source not seen for 3 min · 27 sections unknown · no answer in 45 s',
    },
  ]);
  t.end();
});

t.test('an open breaker counts down, and a half-open one tries a few looks', (t) => {
  const calls = { failures: 1, failingSince: ago(5_000), error: 'answered 429' };
  const source = (state: 'open' | 'half-open') =>
    sourceReading({ calls, breaker: { state, retryInMs: state === 'open' ? 83_200 : 0 } });
  t.same(messages({ sources: [source('open')] }), [
    'The breaker of the source is open · next look in 83 s · answered 429',
  ]);
  t.same(messages({ sources: [source('half-open')] }), [
    'The breaker of the source is half-open · a few looks are tried · answered 429',
  ]);
  t.end();
});

t.test('a pause says what rests', (t) => {
  const since = ago(120_000);
  t.same(messages(pauses({ scope: 'checks', since })), ['Checks are paused for 2 min · the source is not asked']);
  t.same(messages(pauses({ scope: 'notifications', institution: 'asu', since })), [
    'Notifications of asu are paused for 2 min · 12 messages wait',
  ]);
  t.end();
});

t.test('mail is down with the first failure, push and webhooks after three', (t) => {
  const calls = (failures: number) => ({ failures, failingSince: ago(30_000), error: 'connect ECONNREFUSED' });
  const channels = (['email', 'web-push', 'webhook'] as const).map((channel) =>
    channelReading({ channel, calls: calls(1) }),
  );
  t.same(messages({ channels }), ['Mail not accepted for 30 s · no message waits · connect ECONNREFUSED']);
  const often = channels.map((each) => ({ ...each, calls: calls(3) }));
  const stored = { ...readings().stored!, pending: 1 };
  t.same(
    causesOf(readings({ channels: often, stored })).map(({ name }) => name),
    ['mail-down', 'push-down', 'webhooks-down'],
  );
  const open = channelReading({ calls: calls(10), breaker: { state: 'open', retryInMs: 20_000 } });
  t.match(causesOf(readings({ channels: [open] })), [
    { level: 'critical', message: /breaker open · next attempt in 20 s/ },
  ]);
  t.end();
});

t.test('push or webhooks that failed are no cause once they may work again and no message waits', (t) => {
  const calls = { failures: 10, failingSince: ago(30_000), error: 'answered 500' };
  const channels = (state: 'open' | 'half-open') =>
    (['email', 'web-push', 'webhook'] as const).map((channel) =>
      channelReading({ channel, calls, breaker: { state, retryInMs: state === 'open' ? 20_000 : 0 } }),
    );
  const names = (state: 'open' | 'half-open', pending: number): string[] =>
    causesOf(readings({ channels: channels(state), stored: { ...readings().stored!, pending } })).map(
      ({ name }) => name,
    );
  const all = ['mail-down', 'push-down', 'webhooks-down'];
  t.same(names('open', 0), all);
  t.same(names('half-open', 1), all);
  t.same(names('half-open', 0), ['mail-down'], 'a mail server is probed');
  t.end();
});

t.test('the store and the broker', (t) => {
  const failing = (name: string, code: string): Partial<Readings> => ({
    health: { status: 'unhealthy', failing: [{ name, code }] },
  });
  t.same(messages(failing('store', 'PMC_STORE_UNAVAILABLE')), ['The store does not answer · no looks, no messages']);
  t.same(messages(failing('store', 'PMC_STORE_UNWRITABLE')), [
    'The store cannot be written: its disk is full or read-only · no looks, no messages',
  ]);
  t.same(messages(failing('bus', '')), ['The broker does not work · pages and programs hear nothing new']);
  t.end();
});

t.test('browsers that are missing, and looks that wait for one', (t) => {
  const browsers = { total: 2, running: 2, free: 0, queued: 20 };
  t.same(messages({ browsers }), []);
  t.same(messages({ browsers: { ...browsers, queued: 21 } }), ['All browsers are busy · 21 looks wait for a browser']);
  t.same(messages({ browsers: { ...browsers, running: 1 } }), ['1 of 2 browsers run']);
  t.same(messages({ browsers: { ...browsers, running: 0 } }), ['No browser is running · nothing is looked at']);
  t.same(messages({ browsers: null }), ['The browser pool does not answer · nothing is looked at']);
  t.end();
});

t.test('a budget that is too small says how often looks are made', (t) => {
  const short = pace({ askedPerMinute: 96.4, resultingMs: 482_000 });
  t.same(messages({ sources: [sourceReading({ pace: short })] }), [
    'The request budget is too small: asked 96/min, allowed 60/min · looks every 8 min instead of 5 min',
  ]);
  t.end();
});

t.test('overdue sections are no cause while checks are paused', (t) => {
  const sources = [sourceReading({ pace: pace({ overdue: 1_001 }) })];
  t.same(messages({ sources }), ['1,001 sections are overdue · seats may be out of date']);
  t.same(
    causesOf(readings({ sources, ...pauses({ scope: 'checks', since: ago(0) }) })).map(({ name }) => name),
    ['paused:checks'],
  );
  t.end();
});

t.test('actors, nodes and disks', (t) => {
  const actor = { address: 'a/checking/browsers/browser-1', since: ago(3_000), error: 'Chromium ended by itself' };
  t.same(messages({ actors: [{ ...actor, state: 'running' }] }), [
    'a/checking/browsers/browser-1 was restarted · Chromium ended by itself',
  ]);
  t.match(causesOf(readings({ actors: [{ ...actor, state: 'failed' }] })), [
    { level: 'critical', message: /has failed · its work rests/ },
  ]);
  const lost = [{ node: 'b', seenAt: ago(180_000) }];
  t.same(messages({ nodes: { lost, disk: { node: 'a', usedPercent: 91.4 } } }), [
    'Node b is lost for 3 min · the others do its work',
    'The disk of a is 91 % full · a full one stops looks and messages',
  ]);
  t.end();
});

t.test('critical causes come first', (t) => {
  const nodes = { lost: [{ node: 'b', seenAt: ago(1) }], disk: { node: 'a', usedPercent: 98 } };
  t.same(
    causesOf(readings({ nodes })).map(({ name }) => name),
    ['disk', 'node-lost:b'],
  );
  t.end();
});
