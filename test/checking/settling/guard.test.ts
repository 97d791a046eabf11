import t from 'tap';
import { Guard } from '../../../src/checking/settling/guard.ts';
import type { Decision } from '../../../src/checking/settling/guard.ts';
import type { Anomaly, AnomalyKind } from '../../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };
const INTERVAL_MS = 300_000;

/** A guard in which look `id` answers with ten watched sections of its own, of which the first `count` show `kind`. */
class Stage {
  readonly guard = new Guard<string>(rule, INTERVAL_MS);

  answer(id: string, count: number, nowMs: number, kind: AnomalyKind = 'opened', isAwaited = false): boolean {
    return this.guard.seen(
      id,
      id,
      { seen: ten(id), anomalies: anomalies(id, count, kind), able: 10 },
      nowMs,
      isAwaited,
    );
  }

  answers(looks: number, count: number, nowMs: number, kind: AnomalyKind = 'opened'): void {
    for (let id = 0; id < looks; id += 1) this.answer(String(id), count, nowMs, kind);
  }
}

const ten = (id: string): string[] => Array.from({ length: 10 }, (_, n) => `${id}/${n}`);
const anomalies = (id: string, count: number, kind: AnomalyKind): Anomaly[] =>
  ten(id)
    .slice(0, count)
    .map((section) => ({ section, kind }));

const told = ({ commit, again }: Decision<string>): object => ({ commit, again: again.map(({ look }) => look) });

t.test('an answer without an anomaly is not held', (t) => {
  const { guard } = new Stage();
  t.notOk(new Stage().answer('a', 0, 0));
  t.equal(guard.dueInMs(0), null);
  t.end();
});

t.test('if no other look is under way, an opening waits for nothing', (t) => {
  const stage = new Stage();
  stage.guard.begun('a');
  t.ok(stage.answer('a', 1, 100));
  t.equal(stage.guard.dueInMs(100), 0);
  t.same(told(stage.guard.decide(100, null)), { commit: ['a'], again: [] });
  t.equal(stage.guard.dueInMs(100), null);
  t.end();
});

t.test('an opening waits for the looks that were under way when it arrived, not for later ones', (t) => {
  const { guard } = new Stage();
  for (const id of ['a', 'b', 'c']) guard.begun(id);
  const all = { seen: ['a/0'], anomalies: anomalies('a', 1, 'opened'), able: 1 };
  guard.seen('a', 'a', all, 100, false);
  guard.begun('d');
  t.equal(guard.dueInMs(100), 250, 'all that the answer could show has opened');
  guard.ended('b', 150);
  t.equal(guard.dueInMs(150), 200);
  t.same(told(guard.decide(150, null)), { commit: [], again: [] });
  guard.ended('c', 160);
  t.equal(guard.dueInMs(160), 0);
  t.same(told(guard.decide(160, null)), { commit: ['a'], again: [] });
  t.end();
});

t.test('an opening waits only a moment if enough other sections have not opened', (t) => {
  const stage = new Stage();
  for (const id of ['a', 'b']) stage.guard.begun(id);
  stage.answer('a', 1, 0);
  t.equal(stage.guard.dueInMs(0), 30);
  t.same(told(stage.guard.decide(30, null)), { commit: ['a'], again: [] });
  t.end();
});

for (const [kind, afterMs] of [
  ['opened', 15_000],
  ['absent', 75_000],
  ['gone', 900_000],
  ['listed', 75_000],
] as const) {
  t.test(`if many sections are ${kind}, all of them are looked at twice`, (t) => {
    const stage = new Stage();
    stage.answers(5, 5, 0, kind);
    const { commit, again } = stage.guard.decide(60_000, 50);
    t.same(commit, []);
    t.same(
      again,
      ['0', '1', '2', '3', '4'].map((id) => ({ look: id, anomalies: anomalies(id, 5, kind), afterMs })),
    );
    t.end();
  });
}

t.test('an absence waits up to a minute for others, so that the first few of many are not announced', (t) => {
  const stage = new Stage();
  const words = Array.from({ length: 60 }, (_, second) => {
    stage.answer(String(second), 1, second * 1_000, 'gone');
    return stage.guard.decide(second * 1_000, 2_795);
  });
  t.same(
    words.flatMap(({ commit }) => commit),
    [],
  );
  t.equal(stage.guard.decide(60_000, 2_795).again.length, 1, 'the first has waited long enough');
  t.end();
});

t.test('an absence waits no longer once no look has been under way for ten seconds', (t) => {
  const stage = new Stage();
  stage.guard.begun('b');
  stage.answer('a', 1, 0, 'gone');
  t.equal(stage.guard.dueInMs(10_000), 50_000, 'a look is under way');
  stage.answer('b', 0, 20_000);
  t.equal(stage.guard.dueInMs(20_000), 10_000);
  t.same(told(stage.guard.decide(30_000, 2_795)), { commit: ['a'], again: [] });
  t.end();
});

t.test('an absence is decided at once if somebody waits for the answer', (t) => {
  const stage = new Stage();
  stage.answer('a', 1, 0, 'absent', true);
  t.same(told(stage.guard.decide(0, 100)), { commit: ['a'], again: [] });
  t.end();
});

t.test('kinds are counted separately, and a look that is not part of a mass change is written', (t) => {
  const stage = new Stage();
  stage.answers(5, 5, 0, 'absent');
  stage.answer('5', 2, 0);
  t.same(told(stage.guard.decide(60_000, 60)), { commit: ['5'], again: ['0', '1', '2', '3', '4'] });
  t.end();
});

t.test('one answer in which almost everything has opened is looked at twice', (t) => {
  const stage = new Stage();
  stage.answer('a', 9, 0);
  t.same(told(stage.guard.decide(0, null)), { commit: [], again: ['a'] });
  t.end();
});

t.test('a stream of openings is looked at twice before it is a mass change', (t) => {
  const stage = new Stage();
  stage.answers(6, 2, 0);
  t.same(told(stage.guard.decide(0, 2_000)), { commit: [], again: ['0', '1', '2', '3', '4', '5'] });
  t.end();
});

t.test('what one glitch shows to several visitors is counted together, each section once', (t) => {
  const stage = new Stage();
  const words = [0, 1, 2, 0, 3].map((id, turn) => {
    stage.answer(String(id), 2, turn * 1_000, 'opened', true);
    return told(stage.guard.decide(turn * 1_000, 2_000));
  });
  t.same(words, [
    { commit: ['0'], again: [] },
    { commit: ['1'], again: [] },
    { commit: [], again: ['2'] },
    { commit: [], again: ['0'] },
    { commit: [], again: ['3'] },
  ]);
  t.end();
});

t.test('the watched sections are counted only if the decision depends on them', (t) => {
  const mustCount = (looks: number, count: number): boolean => {
    const stage = new Stage();
    stage.answers(looks, count, 0);
    return stage.guard.mustCount(0);
  };
  t.notOk(mustCount(5, 1), 'few');
  t.ok(mustCount(6, 1));
  t.notOk(mustCount(1, 9), 'almost everything');
  t.end();
});
