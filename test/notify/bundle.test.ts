import t from 'tap';
import { bundlesOf, messageKey } from '../../src/notify/bundle.ts';
import { change, FULL, NOT_FOUND, notification, OPEN } from './samples.ts';

const NINTH = { ...OPEN, version: 9 };

t.test('the changes of one version are told to a watch in one message', async (t) => {
  const opened = notification(change('opened'));
  const instructor = notification(change('instructor'));
  t.same(bundlesOf([opened, instructor]), [[opened, instructor]]);
});

t.test('other versions, other watches and notices are told apart', async (t) => {
  const all = [notification(), notification(change('opened', FULL, NINTH)), notification(change('opened'), { watchId: 'watch-2' }), NOT_FOUND];
  t.same(bundlesOf(all), all.map((one) => [one]));
});

t.test('a notification keeps the name of its message whatever it is bundled with', async (t) => {
  const opened = notification(change('opened'));
  const instructor = notification(change('instructor'));
  t.equal(messageKey(opened), messageKey(instructor));
  t.not(messageKey(opened), messageKey(notification(change('opened', FULL, NINTH))));
});
