import t from 'tap';
import { alertsAfter, openAlert, publicAlert, sentenceOf } from '../../src/domain/alerts.ts';
import type { Readings } from '../../src/domain/readings.ts';
import { readings, sourceReading } from '../support/readings.ts';
import { WatchedAlerts } from '../support/watched-alerts.ts';

const MINUTE_MS = 60_000;
const withStored = (deadLetters: number): Partial<Readings> => ({ stored: { ...readings().stored!, deadLetters } });
const withPace = (over: object): Partial<Readings> => ({
  sources: [sourceReading({ pace: { ...sourceReading().pace!, ...over } })],
});

t.test('a value that goes up and down around its threshold does not start an alert that takes time', (t) => {
  const watched = new WatchedAlerts();
  for (let minute = 0; minute < 60; minute += 1)
    watched.read(withPace({ overdue: minute % 2 === 0 ? 1_500 : 900 }), MINUTE_MS);
  t.equal(watched.of('backlog')!.firing, false);
  t.end();
});

t.test('what cannot be read keeps its alert', (t) => {
  const watched = new WatchedAlerts().read(withStored(12));
  t.match(watched.read({ stored: null, browsers: null }, MINUTE_MS).of('dead-letters'), { firing: true, value: 12 });
  t.equal(watched.of('browser-queue')!.firing, false);
  t.end();
});

t.test('an alert that an earlier process has started goes on', (t) => {
  const since = '2026-11-23T19:00:00.000Z';
  const open = openAlert({ alert: 'dead-letters', severity: 'warning', value: 12, threshold: 10, startedAt: since });
  t.match(
    alertsAfter([open], readings(withStored(8))).find(({ name }) => name === 'dead-letters'),
    { firing: true, since, value: 8 },
  );
  t.end();
});

t.test('others see the alert without its inner state, and what it means in words', (t) => {
  const { alerts } = new WatchedAlerts().read(withStored(12));
  const alert = alerts.find(({ name }) => name === 'dead-letters')!;
  t.same(Object.keys(publicAlert(alert)).toSorted(), ['firing', 'name', 'severity', 'since', 'threshold', 'value']);
  t.equal(sentenceOf(alert), '12 dead letters');
  t.equal(
    sentenceOf({ name: 'breaker-open:checking.asu', value: 1 }),
    'The breaker of checking.asu has been open for 10 min',
  );
  t.end();
});

t.test('the alerts of several institutions have names of their own', (t) => {
  const sources = [sourceReading({ calls: { failures: 3 } }), sourceReading({ institution: 'osu' })];
  const names = alertsAfter([], readings({ sources }))
    .filter(({ firing }) => firing)
    .map(({ name }) => name);
  t.same(names, ['source-unseen:asu']);
  t.end();
});
