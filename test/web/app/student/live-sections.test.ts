import t from 'tap';
import { nothingYet, reduceSections, type SectionEvent } from '../../../../src/web/app/student/live-sections.ts';
import { sample, withSeats } from '../support/sample.ts';

const first = sample('66445');
const opened = withSeats(first, 150, 147, '2026-11-23T20:01:00.000Z');
const after = (...events: SectionEvent[]) =>
  events.reduce((known, event) => reduceSections(known, event, 1000), nothingYet);
const news = (index: number, missed = false): SectionEvent => ({
  type: 'change',
  change: opened.changes[index]!,
  missed,
});

t.test('an older version never replaces a newer state', (t) => {
  const known = after(news(0), { type: 'found', sections: [first] });
  t.equal(known.states[first.section]!.version, 2);
  t.end();
});

t.test('a state of the same version replaces the old one, because `unknown` does not change the version', (t) => {
  const known = after(
    { type: 'found', sections: [first] },
    { type: 'snapshot', sections: [{ ...first, status: 'unknown' }] },
  );
  t.equal(known.states[first.section]!.status, 'unknown');
  t.end();
});

t.test('a change is shown once, and the seat count is not shown in addition to the opening', (t) => {
  const known = after({ type: 'found', sections: [first] }, news(0), news(1), news(0, true));
  t.same(
    opened.changes.map(({ kind }) => kind),
    ['opened', 'seats'],
  );
  t.same(
    known.news.map(({ change: { kind }, missed, heardAt }) => [kind, missed, heardAt]),
    [['opened', false, 1000]],
  );
  t.end();
});

t.test('a change older than the known state is not news', (t) => {
  const later = withSeats(opened.state, 150, 140, '2026-11-23T20:02:00.000Z').state;
  t.same(after({ type: 'found', sections: [later] }, news(0, true)).news, []);
  t.end();
});

t.test('a check that found nothing new updates only the time of the check', (t) => {
  const checkedAt = '2026-11-23T20:05:00.000Z';
  const known = after(
    { type: 'found', sections: [first] },
    { type: 'checked', section: first.section, checkedAt, nextCheckAt: null },
  );
  t.match(known.states[first.section], { version: 1, checkedAt, changedAt: first.changedAt });
  t.equal(known.nextChecks[first.section], null);
  t.end();
});

t.test('a section that has never been seen has no time', (t) => {
  const unseen = { section: 'asu/2267/1', status: 'unknown', version: 0 } as const;
  const known = after(
    { type: 'snapshot', sections: [unseen] },
    { type: 'checked', section: unseen.section, checkedAt: 'x', nextCheckAt: null },
  );
  t.same(known.states[unseen.section], unseen);
  t.end();
});

t.test('an error from the server is kept until it answers again', (t) => {
  const refused: SectionEvent = { type: 'refused', code: 'PMC_FRAME_INVALID', message: 'too many sections' };
  t.same(after(refused).problem, { code: 'PMC_FRAME_INVALID', message: 'too many sections' });
  t.equal(after(refused, { type: 'snapshot', sections: [first] }).problem, null);
  t.end();
});
