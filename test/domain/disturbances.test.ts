import t from 'tap';
import { disturbancesOf, upShare } from '../../src/domain/disturbances.ts';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const incident = (alert: string, start: number, end: number | null) => ({
  alert,
  startedAt: at(start),
  endedAt: end === null ? null : at(end),
});

t.test('only what students notice is told, without names of places', (t) => {
  const incidents = ['dead-letters', 'disk-low', 'node-lost', 'degraded', 'breaker-half-open:checking.asu'];
  t.same(disturbancesOf(incidents.map((alert) => incident(alert, 0, 1))), []);
  t.same(
    [
      'system-down',
      'store-down',
      'source-unseen',
      'breaker-open:checking.asu',
      'breaker-open:notifying.email',
      'backlog',
    ].flatMap((alert) => disturbancesOf([incident(alert, 0, 1)]).map(({ kind }) => kind)),
    ['down', 'down', 'unseen', 'unseen', 'late', 'slow'],
  );
  t.end();
});

t.test('incidents of one kind that overlap, or almost, are one', (t) => {
  const minute = 60_000;
  t.same(disturbancesOf([incident('unhealthy', 3, 8), incident('store-down', 0, 4), incident('store-down', 12, 13)]), [
    { kind: 'down', startedAt: 0, endedAt: 13 * minute },
  ]);
  t.same(disturbancesOf([incident('store-down', 20, 21), incident('store-down', 0, 4)]), [
    { kind: 'down', startedAt: 20 * minute, endedAt: 21 * minute },
    { kind: 'down', startedAt: 0, endedAt: 4 * minute },
  ]);
  t.match(disturbancesOf([incident('unhealthy', 3, 4), incident('store-down', 0, null)]), [{ endedAt: null }]);
  t.end();
});

t.test('the share of the time in which it was not down', (t) => {
  const down = disturbancesOf([incident('store-down', 0, 20), incident('source-unseen', 30, 90)]);
  t.equal(upShare(down, 10 * 60_000, 110 * 60_000), 0.9);
  t.equal(upShare(disturbancesOf([incident('store-down', 60, null)]), 0, 120 * 60_000), 0.5);
  t.equal(upShare([], 0, 0), 1);
  t.end();
});
