import t from 'tap';
import type { Evidence } from '../../../src/checking/settling/evidence.ts';
import { Surroundings } from '../../../src/checking/settling/surroundings.ts';
import type { AnomalyKind } from '../../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };
const INTERVAL_MS = 300_000;
const WINDOW_MS = 75_000;

function evidence(sections: string[], anomalies: string[] = [], kind: AnomalyKind = 'opened'): Evidence {
  return { seen: sections, anomalies: anomalies.map((section) => ({ section, kind })), able: sections.length };
}

t.test('sections are counted once, kinds separately', (t) => {
  const surroundings = new Surroundings(rule, INTERVAL_MS);
  surroundings.add(evidence(['a', 'b'], ['a']), 0);
  surroundings.add(evidence(['a', 'c'], ['a']), 1_000);
  surroundings.add(evidence(['d'], ['d'], 'absent'), 1_000);
  t.match(surroundings.counts('opened', 1_000), { shown: 1, seen: 4 });
  t.same(surroundings.counts('absent', 1_000), { shown: 1, seen: 4, excess: 0 });
  t.same(surroundings.counts('listed', 1_000), { shown: 0, seen: 4, excess: 0 });
  t.end();
});

t.test('after a quarter of the interval, results no longer count, unless they were repeated', (t) => {
  const surroundings = new Surroundings(rule, INTERVAL_MS);
  surroundings.add(evidence(['a', 'b'], ['a', 'b']), 0);
  surroundings.add(evidence(['a'], ['a']), 1_000);
  t.match(surroundings.counts('opened', WINDOW_MS), { shown: 2, seen: 2 });
  t.match(surroundings.counts('opened', WINDOW_MS + 1), { shown: 1, seen: 1 });
  t.same(surroundings.counts('opened', WINDOW_MS + 1_001), { shown: 0, seen: 0, excess: 0 });
  t.end();
});

t.test('the time is at least a quarter of a minute and at most five minutes', (t) => {
  for (const [intervalMs, windowMs] of [
    [1_000, 15_000],
    [86_400_000, 300_000],
  ] as const) {
    const surroundings = new Surroundings(rule, intervalMs);
    surroundings.add(evidence(['a'], ['a']), 0);
    t.equal(surroundings.counts('opened', windowMs).shown, 1);
    t.equal(surroundings.counts('opened', windowMs + 1).shown, 0);
  }
  t.end();
});

t.test('it is calm until more sections open than the share, and again after enough that did not', (t) => {
  const surroundings = new Surroundings(rule, INTERVAL_MS);
  t.ok(surroundings.isCalm(0));
  surroundings.add(evidence(['a', 'b', 'c', 'd', 'e'], ['a']), 0);
  t.ok(surroundings.isCalm(0), 'one of five');
  surroundings.add(evidence(['f', 'g'], ['f']), 1_000);
  t.notOk(surroundings.isCalm(1_000), 'one of two');
  surroundings.add(evidence(['h', 'i', 'j']), 2_000);
  t.ok(surroundings.isCalm(2_000), 'three more that did not open');
  surroundings.add(evidence(['k'], ['k']), 3_000);
  t.notOk(surroundings.isCalm(3_000 + WINDOW_MS));
  t.ok(surroundings.isCalm(3_001 + WINDOW_MS), 'or when it is long ago');
  t.end();
});
