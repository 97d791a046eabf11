import t from 'tap';
import type { Readings } from '../../src/domain/alerts.ts';
import { alertsAfter } from '../../src/domain/alerts.ts';

const NOON = '2026-11-23T12:00:00.000Z';
const LATER = '2026-11-23T12:05:00.000Z';
const LATEST = '2026-11-23T12:10:00.000Z';

const readings = (overrides: Partial<Readings> = {}): Readings => ({
  storeReachable: true,
  deadLetters: 0,
  breakers: [],
  cycleSeconds: 0,
  cycleLimitSeconds: 300,
  ...overrides,
});
const firing = (overrides: Partial<Readings>): string[] =>
  alertsAfter([], readings(overrides), NOON)
    .filter((alert) => alert.firing)
    .map(({ name }) => name);

t.test('no alert fires in a healthy system, but every alert is listed', (t) => {
  t.same(
    alertsAfter([], readings(), NOON).map((alert) => [alert.name, alert.firing]),
    [
      ['store-down', false],
      ['dead-letters', false],
      ['cycle-overrun', false],
    ],
  );
  t.end();
});

t.test('an alert fires above its threshold, not at it', (t) => {
  t.same(firing({ storeReachable: false }), ['store-down']);
  t.same(firing({ deadLetters: 1 }), ['dead-letters']);
  t.same(firing({ cycleSeconds: 300 }), []);
  t.same(firing({ cycleSeconds: 301 }), ['cycle-overrun']);
  t.end();
});

t.test('the alert of a breaker fires until the breaker is closed, and its name is one topic level', (t) => {
  const breakers: Readings['breakers'] = [
    { name: 'checking/asu/source', state: 'open' },
    { name: 'email', state: 'half-open' },
    { name: 'web+push#', state: 'closed' },
  ];
  t.same(firing({ breakers }), ['breaker-open:checking.asu.source', 'breaker-open:email']);
  t.ok(
    alertsAfter([], readings({ breakers }), NOON).some(
      ({ name, firing }) => name === 'breaker-open:web.push.' && !firing,
    ),
  );
  t.end();
});

t.test('since is when the alert last started or stopped firing, whatever its value is', (t) => {
  const first = alertsAfter([], readings({ deadLetters: 1 }), NOON);
  const second = alertsAfter(first, readings({ deadLetters: 5 }), LATER);
  t.match(
    second.find(({ name }) => name === 'dead-letters'),
    { firing: true, since: NOON, value: 5, threshold: 0, severity: 'warning' },
  );
  const third = alertsAfter(second, readings(), LATEST);
  t.match(
    third.find(({ name }) => name === 'dead-letters'),
    { firing: false, since: LATEST, value: 0 },
  );
  t.end();
});

t.test('the breakers of several processes share one alert, whose value is how many are not closed', (t) => {
  const breakers = (['open', 'closed', 'half-open'] as const).map((state) => ({ name: 'notifying/email', state }));
  t.match(
    alertsAfter([], readings({ breakers }), NOON).filter(({ name }) => name.startsWith('breaker-open:')),
    [{ name: 'breaker-open:notifying.email', firing: true, value: 2 }],
  );
  t.end();
});

t.test('a value that could not be read keeps its last value', (t) => {
  const first = alertsAfter([], readings({ deadLetters: 3 }), NOON);
  const second = alertsAfter(first, readings({ storeReachable: false, deadLetters: null }), LATER);
  t.match(
    second.find(({ name }) => name === 'dead-letters'),
    { firing: true, since: NOON, value: 3 },
  );
  t.match(
    second.find(({ name }) => name === 'store-down'),
    { firing: true, since: LATER, severity: 'critical' },
  );
  t.end();
});
