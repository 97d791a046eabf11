import t from 'tap';
import type { ChangeKind } from '../../src/domain/change.ts';
import { bundlesOf } from '../../src/notify/bundle.ts';
import { change, FULL, NOT_FOUND, notification, OPEN } from './samples.ts';

const NINTH = { ...OPEN, version: 9 };

t.test('the notifications of one message form a bundle', async (t) => {
  const opened = notification(change('opened'));
  const instructor = notification(change('instructor'));
  t.same(bundlesOf([opened, instructor]), [[opened, instructor]]);
});

t.test('those of different messages do not', async (t) => {
  const all = [
    notification(),
    notification(change('opened', FULL, NINTH)),
    notification(change('opened'), { watchId: 'watch-2' }),
    NOT_FOUND,
  ];
  t.same(
    bundlesOf(all),
    all.map((one) => [one]),
  );
});

t.test('openings come first, and the rest keep their order', async (t) => {
  const of = (watchId: string, kind: ChangeKind) => notification(change(kind), { watchId });
  const [seats, schedule, opened, closed] = [
    of('a', 'seats'),
    of('b', 'schedule'),
    of('c', 'opened'),
    of('d', 'closed'),
  ];
  const joined = [of('e', 'instructor'), of('e', 'opened')];
  t.same(bundlesOf([seats, schedule, opened, closed, ...joined]), [[opened], joined, [seats], [schedule], [closed]]);
});
