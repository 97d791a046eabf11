import t from 'tap';
import { alertsAfter } from '../../src/domain/alerts.ts';
import { overviewAfter } from '../../src/domain/overview.ts';
import { ago, AT, readings, sourceReading } from '../support/readings.ts';

const budget = { ...sourceReading().pace!, askedPerMinute: 90 };

t.test('a system that is well', (t) => {
  t.same(overviewAfter(null, readings(), []), {
    level: 'ok',
    causes: [],
    sections: 6_250,
    students: 2_500,
    messagesToday: 17,
    deadLetters: 0,
    lastSureLookAt: ago(4_000),
  });
  t.end();
});

t.test('the level is that of the worst cause', (t) => {
  const warned = readings({ sources: [sourceReading({ pace: budget })] });
  t.equal(overviewAfter(null, warned, []).level, 'warning');
  t.equal(overviewAfter(null, { ...warned, browsers: null }, []).level, 'critical');
  t.end();
});

t.test('a cause without a time of its own exists since it was first seen', (t) => {
  const sources = [sourceReading({ pace: budget })];
  const first = overviewAfter(null, readings({ sources }), []);
  const later = overviewAfter(first, readings({ sources, at: AT + 60_000 }), []);
  t.equal(later.causes[0]!.since, new Date(AT).toISOString());
  const gone = overviewAfter(later, readings({ at: AT + 61_000 }), []);
  t.same(gone.causes, []);
  t.equal(
    overviewAfter(gone, readings({ sources, at: AT + 62_000 }), []).causes[0]!.since,
    new Date(AT + 62_000).toISOString(),
  );
  t.end();
});

t.test('what cannot be read keeps its last value', (t) => {
  const first = overviewAfter(null, readings(), []);
  const away = readings({ stored: null, sources: [sourceReading({ pace: null, calls: { failures: 0 } })] });
  t.match(overviewAfter(first, away, []), {
    sections: 6_250,
    students: 2_500,
    messagesToday: 17,
    lastSureLookAt: ago(4_000),
  });
  t.match(overviewAfter(null, away, []), { sections: 0, students: 0, lastSureLookAt: null });
  t.end();
});

t.test('a few dead letters are no cause, but are counted, also while the store does not answer', (t) => {
  const few = overviewAfter(null, readings({ stored: { ...readings().stored!, deadLetters: 3 } }), []);
  t.match(few, { level: 'ok', causes: [], deadLetters: 3 });
  t.equal(overviewAfter(few, readings({ stored: null }), []).deadLetters, 3);
  t.end();
});

t.test('an alert is a cause if no other one says the same', (t) => {
  const full = readings({
    stored: { ...readings().stored!, deadLetters: 11 },
    nodes: { lost: [], disk: { node: 'a', usedPercent: 92 } },
  });
  const firing = alertsAfter([], full).filter((alert) => alert.firing);
  t.same(
    firing.map(({ name }) => name),
    ['dead-letters', 'disk-low'],
  );
  t.same(
    overviewAfter(null, full, firing).causes.map(({ name }) => name),
    ['disk', 'dead-letters'],
  );
  t.end();
});
