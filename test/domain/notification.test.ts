import t from 'tap';
import { notificationId, retryInMs } from '../../src/domain/notification.ts';

t.test('an id is unique by watch, change and destination', async (t) => {
  t.equal(notificationId('w1', 'asu/2267/66445#8:opened', 'email', 'email-u1'), 'w1+asu/2267/66445#8:opened+email');
  t.equal(notificationId('w1', 'not-found', 'web-push', 'c1'), 'w1+not-found+c1');
});

t.test('the first retry comes within 30 s, whatever the jitter', async (t) => {
  for (const random of [0, 0.5, 0.999]) t.ok(retryInMs(0, random) > 0 && retryInMs(0, random) < 30_000);
});

t.test('pauses grow up to half an hour, even when the jitter shortens the later one', async (t) => {
  for (let attempts = 0; attempts < 5; attempts++) t.ok(retryInMs(attempts + 1, 0) > retryInMs(attempts, 0.999));
  t.equal(retryInMs(500, 0.5), 30 * 60_000);
});

t.test('two notifications that failed together are not retried together', async (t) => {
  t.not(retryInMs(3, 0.2), retryInMs(3, 0.7));
});
