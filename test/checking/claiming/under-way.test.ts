import t from 'tap';
import { UnderWay } from '../../../src/checking/claiming/under-way.ts';
import { claimed, job } from '../../support/jobs.ts';

const TIMEOUT_MS = 1_000;

t.test('a job whose answer is held back gives its place to another', (t) => {
  const underWay = new UnderWay(TIMEOUT_MS);
  let begun = 0;
  while (underWay.places > 0) underWay.begun(job(String(begun++), [claimed()]), 0);
  underWay.held('0', 0);
  t.equal(underWay.places, 1);
  underWay.begun(job('next', [claimed()]), 0);
  t.equal(underWay.places, 0);
  t.match(underWay.doubted('1'), { job: { id: '1' }, before: 'looked at' });
  t.equal(underWay.places, 1);
  t.end();
});

t.test('a job ends once and returns its last state', (t) => {
  const underWay = new UnderWay(TIMEOUT_MS);
  const [first, second, third] = ['a', 'b', 'c'].map((id) => job(id, [claimed()]));
  for (const each of [first!, second!, third!]) underWay.begun(each, 0);
  underWay.held('b', 0);
  underWay.doubted('c');
  t.same(
    [first!, second!, third!, first!].map((each) => underWay.ended(each)),
    ['looked at', 'held', 'doubted', undefined],
  );
  t.equal(underWay.doubted('a'), undefined);
  t.end();
});

t.test('an answer that does not arrive in time is lost, but a second look has no time limit', (t) => {
  const underWay = new UnderWay(TIMEOUT_MS);
  for (const id of ['a', 'b', 'c']) underWay.begun(job(id, [claimed()]), 0);
  underWay.held('b', 500);
  underWay.doubted('c');
  t.same(
    underWay.lost(TIMEOUT_MS + 1).map(({ id }) => id),
    ['a'],
  );
  t.same(
    underWay.lost(1_000 * TIMEOUT_MS).map(({ id }) => id),
    ['a', 'b'],
  );
  t.end();
});
