import t from 'tap';
import { addPace, noPace, type Pace } from '../../../../../src/web/app/operator/overview/pace.ts';

const cycle = (done: number, requests: number, startedAt = '2026-11-23T20:00:00.000Z') => ({
  startedAt,
  due: 1000,
  done,
  failed: 0,
  requests,
});
const lastOf = ({ points }: Pace) => points.at(-1);

t.test('rates are per second, over the last samples', (t) => {
  let pace = noPace;
  for (let second = 0; second <= 10; second += 1) pace = addPace(pace, cycle(second * 200, second * 20), second * 1000);
  t.same(lastOf(pace), { atMs: 10_000, sections: 200, requests: 20 });
  t.same(pace.points[0], { atMs: 0, sections: 0, requests: 0 }, 'the first look knows no rate');
  t.end();
});

t.test('failed sections count as done', (t) => {
  const pace = addPace(addPace(noPace, cycle(0, 0), 0), { ...cycle(10, 1), failed: 10 }, 1000);
  t.equal(lastOf(pace)!.sections, 20);
  t.end();
});

t.test('a new cycle starts counting from zero and causes no negative rate', (t) => {
  const pace = addPace(addPace(noPace, cycle(900, 90), 0), cycle(5, 1, '2026-11-23T20:05:00.000Z'), 1000);
  t.same(lastOf(pace), { atMs: 1000, sections: 0, requests: 0 });
  t.end();
});

t.test('after a cycle has finished, the rate falls to zero', (t) => {
  let pace = noPace;
  for (let second = 0; second <= 10; second += 1) pace = addPace(pace, cycle(500, 50), second * 1000);
  t.same(lastOf(pace), { atMs: 10_000, sections: 0, requests: 0 });
  t.end();
});

t.test('the number of samples stays bounded after an hour of polls', (t) => {
  let pace = noPace;
  for (let second = 0; second < 3600; second += 1) pace = addPace(pace, cycle(0, 0), second * 1000);
  t.equal(pace.points.length, 300);
  t.end();
});
