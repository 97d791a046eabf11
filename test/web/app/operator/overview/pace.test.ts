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

t.test('a new cycle counts from zero, and what it has done is in the rate', (t) => {
  const pace = addPace(addPace(noPace, cycle(900, 90), 0), cycle(5, 1, '2026-11-23T20:05:00.000Z'), 1000);
  t.same(lastOf(pace), { atMs: 1000, sections: 5, requests: 1 });
  t.end();
});

t.test('short cycles that follow each other have the rate of all of them', (t) => {
  let pace = noPace;
  for (let second = 0; second <= 40; second += 1) {
    const startedAt = new Date(Date.UTC(2026, 10, 23, 20) + Math.floor(second / 4) * 4_000).toISOString();
    pace = addPace(pace, cycle(97, 1, startedAt), second * 1000);
  }
  t.same(lastOf(pace), { atMs: 40_000, sections: 24.25, requests: 0.25 });
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
