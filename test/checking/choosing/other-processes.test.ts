/** What a chooser learns of the looks of other processes. */
import t from 'tap';
import { INTERVAL, asks, chooserOf } from '../../support/adaptive-chooser.ts';
import { askKey } from '../../../src/checking/choosing/row.ts';
import { boardRow, full } from '../../support/board-rows.ts';

t.test('a demand ends with a look of another process', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', { dueAt: 0 }), boardRow(10_001, 'MAT 265', { dueAt: 0 })]);
  chooser.demandDue();
  chooser.put([boardRow(10_000, 'CSE 310', { seen: full({ lookedAt: 1_000 }) })], 1_500);
  t.same(asks(chooser, 1_500), ['2267 MAT 265']);
  t.end();
});

t.test('a node leaves a request for a moment to the node that asks for it first', (t) => {
  const rows = [boardRow(10_000, 'CSE 310'), boardRow(10_001, 'MAT 265')];
  const one = chooserOf(rows);
  const other = chooserOf(rows);
  one.shareAmong(['one', 'other']);
  other.shareAmong(['other', 'one']);
  const both = ['2267 CSE 310', '2267 MAT 265'];
  t.same([...asks(one, INTERVAL), ...asks(other, INTERVAL)].toSorted(), both, 'each asks for its part');
  t.same(asks(one, INTERVAL + 2_000).toSorted(), both, 'the other one has not taken its part');
  t.end();
});

t.test('the part of a node that does nothing is asked for too, after the own part', (t) => {
  const rows = Array.from({ length: 10 }, (_, nth) => boardRow(10_000 + nth, `S${nth} 100`));
  const chooser = chooserOf(rows);
  chooser.shareAmong(['one', 'stuck']);
  const own = asks(chooser, INTERVAL);
  t.ok(own.length > 0 && own.length < rows.length);
  const asked = rows.map((_, second) => {
    const nowMs = INTERVAL + 2_000 + 1_000 * second;
    const [choice] = chooser.best(nowMs, 1).choices;
    chooser.begun(choice!);
    chooser.looked(choice!.ask, nowMs);
    return askKey(choice!.ask);
  });
  t.same(asked.slice(0, own.length).toSorted(), own.toSorted());
  t.equal(new Set(asked).size, rows.length);
  t.end();
});
