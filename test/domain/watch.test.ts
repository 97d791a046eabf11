import t from 'tap';
import { aboutOf, COVERED_MOST, coverageOf } from '../../src/domain/watch.ts';
import { state } from '../support/states.ts';

const at = (classNumber: string, start: string, end: string) =>
  state({ section: `asu/2267/${classNumber}`, meetings: [{ days: ['Mon'], start, end, location: '' }] });

t.test('a watch of a course covers the sections that meet its conditions', async (t) => {
  const sections = [at('1', '09:00', '10:00'), at('2', '15:00', '16:00'), at('3', '11:00', '12:00')];
  t.same(coverageOf({ before: '12:00' }, sections), { sections: ['asu/2267/1', 'asu/2267/3'], tells: true });
  t.same(coverageOf({}, sections).sections.length, 3);
});

t.test('when no section meets them, one is covered, only so that the course is looked at', async (t) => {
  t.same(coverageOf({ before: '08:00' }, [at('1', '09:00', '10:00'), at('2', '15:00', '16:00')]), {
    sections: ['asu/2267/1'],
    tells: false,
  });
  t.same(coverageOf({}, []), { sections: [], tells: false });
});

t.test('a watch covers a limited number of sections', async (t) => {
  const many = Array.from({ length: COVERED_MOST + 1 }, (_, index) => at(String(index), '09:00', '10:00'));
  t.equal(coverageOf({}, many).sections.length, COVERED_MOST);
});

t.test('two wishes with the same meaning have the same name', async (t) => {
  const course = 'asu/2267/CSE/310';
  t.equal(aboutOf({ section: 'asu/2267/66445' }), 'asu/2267/66445');
  t.equal(aboutOf({ course }), course);
  t.equal(aboutOf({ course, conditions: {} }), course);
  t.equal(
    aboutOf({ course, conditions: { days: ['Tue', 'Mon'], after: '09:00' } }),
    aboutOf({ course, conditions: { after: '09:00', days: ['Mon', 'Tue'] } }),
  );
  t.not(aboutOf({ course, conditions: { after: '09:00' } }), aboutOf({ course, conditions: { before: '09:00' } }));
});
