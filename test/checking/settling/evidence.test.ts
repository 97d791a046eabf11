import t from 'tap';
import { evidenceOf, anomaliesIn } from '../../../src/checking/settling/evidence.ts';
import { observe } from '../../../src/domain/change.ts';
import { claimed, job } from '../../support/jobs.ts';
import { seen, state } from '../../support/states.ts';
import { gone, KEY, lacking, LATER, nothing, shows } from '../../support/shown.ts';

t.test('anomalies are results that rarely happen to many sections at once: opening, absence, return', (t) => {
  const section = claimed();
  t.same(anomaliesIn(job('a', [section]), shows(section.state, { enrolled: 149 })), [{ section: KEY, kind: 'opened' }]);
  t.same(anomaliesIn(job('a', [section]), lacking), [{ section: KEY, kind: 'absent' }], 'the first time');
  t.same(anomaliesIn(job('a', [claimed({ missingForMs: 1_000 })]), lacking), [], 'after that its number decides');
  const cancelled = claimed({ state: state({ status: 'cancelled' }) });
  t.same(anomaliesIn(job('a', [cancelled]), shows(cancelled.state)), [{ section: KEY, kind: 'listed' }]);
  t.same(
    anomaliesIn(job('a', [claimed({ missingForMs: 60_000 })]), gone),
    [{ section: KEY, kind: 'gone' }],
    'it would be cancelled',
  );
  t.same(anomaliesIn(job('a', [cancelled]), lacking), [], 'it was gone before');
  t.same(anomaliesIn(job('a', [claimed({ state: null })]), lacking), [], 'it was never there');
  t.same(anomaliesIn(job('a', [section]), shows(section.state, { enrolled: 151 })), []);
  t.end();
});

t.test('a section counts as seen if it is watched and the answer is sure about it', (t) => {
  const [full, lost, unsure, idle] = ['66445', '2', '3', '4'].map((classNumber, index) =>
    claimed({ classNumber, watched: index < 3 }),
  );
  const answer = {
    ...shows(full!.state),
    absent: [lost!.section],
    unsure: [{ section: unsure!.section, reason: 'odd' }],
  };
  const { seen: sections } = evidenceOf(job('a', [full!, lost!, unsure!, idle!]), answer);
  t.same(sections, [full!.section, lost!.section]);
  t.end();
});

t.test('a section could have opened if it was seen before and was not open, leased or not', (t) => {
  const open = claimed({ classNumber: '1', state: state({ section: 'asu/2267/1', status: 'open' }) });
  const [full, passed] = [claimed(), claimed({ classNumber: '2', watched: false })];
  const never = claimed({ classNumber: '3', state: null });
  const observed = [open, full, passed, never].map((row) =>
    observe('asu', row.state, seen({ classNumber: row.classNumber, enrolled: 149 }), LATER),
  );
  const evidence = evidenceOf(job('a', [open, full, never]), { ...nothing, observed, inPassing: [passed] });
  t.match(evidence, {
    anomalies: [
      { section: KEY, kind: 'opened' },
      { section: passed.section, kind: 'opened' },
    ],
    able: 2,
  });
  t.end();
});
