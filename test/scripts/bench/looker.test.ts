import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import { byCourse, byNumber, sourceOf } from '../../../scripts/bench/campus-questions.ts';
import { measureLooker } from '../../../scripts/bench/look/looker-host.ts';
import { seatsIn } from '../../../scripts/bench/look/looker.ts';

t.test('every section of the main term is asked for once by number, and once by course', async (t) => {
  const campus = await startCampus({ port: 0, sections: 60, speed: 0 });
  t.teardown(() => campus.close());
  const watched = campus.sections.filter(({ term }) => term === campus.term).length;
  t.equal(byNumber(campus).length, watched);
  const courses = byCourse(campus);
  t.equal(new Set(courses.map(({ request }) => request.id)).size, courses.length);
  t.equal(
    courses.reduce((sum, { sections }) => sum + sections, 0),
    watched,
  );
});

t.test('our own look is measured on real answers', async (t) => {
  const campus = await startCampus({ port: 0, sections: 60, speed: 0 });
  t.teardown(() => campus.close());
  const figures = await measureLooker('ourLooks', { ...sourceOf(campus), inFlight: 2 }, byCourse(campus), 300);
  t.ok(figures['sections/min']! > 0 && figures['ms/look']! > 0, JSON.stringify(figures));
  t.ok(figures['MB, whole tree']! > 50, 'Chromium counts');
});

t.test('an answer with too few rows is not taken for a look', async (t) => {
  const row = { CLAS: { CLASSNBR: '1' }, seatInfo: { ENRL_CAP: 9, ENRL_TOT: 7 } };
  t.same([...seatsIn(JSON.stringify({ classes: [row] }), 1)], [['1', 2]]);
  t.throws(() => seatsIn(JSON.stringify({ classes: [row] }), 2), /1 rows instead of 2/);
});
