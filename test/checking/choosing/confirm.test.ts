/** What becomes of a request after the claim for it. */
import t from 'tap';
import { INTERVAL, asks, chooserOf } from '../../support/adaptive-chooser.ts';
import { boardRow, full } from '../../support/board-rows.ts';

const CSE310 = { term: '2267', course: { subject: 'CSE', catalogNumber: '310' } };

t.test('a request is not sent when the claim for it shows that another process has just looked', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310')]);
  t.same(asks(chooser, INTERVAL), ['2267 CSE 310']);
  t.notOk(chooser.confirm(CSE310, [boardRow(10_000, 'CSE 310', { seen: full({ lookedAt: INTERVAL - 1 }) })], INTERVAL));
  t.same(asks(chooser, INTERVAL), []);
  const [choice] = chooser.best(2 * INTERVAL, 1).choices;
  t.ok(
    chooser.confirm(choice!.ask, [boardRow(10_000, 'CSE 310', { seen: full({ lookedAt: INTERVAL }) })], 2 * INTERVAL),
  );
  t.end();
});

t.test('a request waits when all that a claim got was just seen, and another process has the rest', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 310')]);
  const written = boardRow(10_000, 'CSE 310', { seen: full({ lookedAt: INTERVAL - 1 }) });
  t.notOk(chooser.confirm(CSE310, [written], INTERVAL));
  t.same(asks(chooser, INTERVAL + 249), []);
  t.same(asks(chooser, INTERVAL + 250), ['2267 CSE 310'], 'a moment later it is tried again');
  t.notOk(chooser.confirm(CSE310, [], INTERVAL + 250), 'nothing that is watched was free');
  t.end();
});

t.test('of two processes that got a part of a request each, the one with the first section sends it', (t) => {
  const rows = [boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 310')];
  const [one, other] = [chooserOf(rows), chooserOf(rows)];
  t.ok(one.confirm(CSE310, [rows[0]!], INTERVAL));
  t.notOk(other.confirm(CSE310, [rows[1]!], INTERVAL));
  t.same(asks(other, INTERVAL), [], 'it waits for a moment');
  t.end();
});

t.test('a request waits for a moment when another process has just written its first section', (t) => {
  const rows = [boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 310')];
  const chooser = chooserOf(rows);
  const written = boardRow(10_000, 'CSE 310', { seen: full({ lookedAt: INTERVAL - 1 }) });
  t.notOk(chooser.confirm(CSE310, [written, rows[1]!], INTERVAL));
  t.same(asks(chooser, INTERVAL), []);
  t.ok(chooser.confirm(CSE310, [written, rows[1]!], INTERVAL + 250), 'the second was not written after all');
  t.end();
});
