import { createHmac } from 'node:crypto';
import t from 'tap';
import { wishOf } from '../../src/domain/watch.ts';
import type { Action } from '../../src/notify/action-token.ts';
import { readAction, signAction } from '../../src/notify/action-token.ts';

const SECRET = 'a secret of thirty-two characters!';
const stop = (...watches: string[]): Action => ({ do: 'stop', watches });

t.test('a token gives its action back, whatever is in the ids', async (t) => {
  const actions: Action[] = [
    stop('watch-1'),
    stop('watch-1', 'watch-2'),
    stop('wätch/1+&?,:%'),
    { do: 'pause', watches: ['watch-1'] },
    { do: 'mute', user: 'user-1', channel: 'email-user-1' },
    { do: 'all-off', user: 'user-1', channel: '' },
    { do: 'restart', user: 'user-1', wishes: [wishOf('asu/2267/66445')], until: 1_000 },
  ];
  for (const action of actions) t.same(readAction(signAction(action, SECRET), SECRET), action);
});

t.test('a token is the same every time, so that every attempt at a message has the same link', async (t) => {
  t.equal(signAction(stop('watch-1'), SECRET), signAction(stop('watch-1'), SECRET));
});

t.test('a token needs no escaping in a URL', async (t) => {
  const token = signAction(stop('wätch/1+&?'), SECRET);
  t.equal(encodeURIComponent(token), token);
});

t.test('the links of fifteen watches fit on one header line of a mail', async (t) => {
  const watches = Array.from({ length: 15 }, (_, index) => `00000000-0000-4000-8000-0000000000${index + 10}`);
  const token = signAction(stop(...watches), SECRET);
  const line = `List-Unsubscribe: <https://pickmyclass.example.edu/api/v1/unsubscribe?token=${token}>`;
  t.ok(line.length < 998, `${line.length} bytes`);
});

t.test('a link of an earlier version, which signed a watch alone, still works', async (t) => {
  const id = '00000000-0000-4000-8000-000000000001';
  const mac = createHmac('sha256', SECRET).update(`unsubscribe:${id}`).digest('base64url');
  t.same(readAction(`${Buffer.from(id).toString('base64url')}.${mac}`, SECRET), stop(id));
});

t.test('a token of another secret, a changed token and any other text are refused', async (t) => {
  const token = signAction(stop('watch-1'), SECRET);
  const other = signAction(stop('watch-2'), SECRET);
  t.equal(readAction(token, `${SECRET}.`), undefined);
  t.equal(readAction(`${other.split('.')[0]}.${token.split('.')[1]}`, SECRET), undefined);
  t.equal(readAction(`${token}.`, SECRET), undefined);
  t.equal(readAction(`${token.split('.')[0]}.`, SECRET), undefined);
  for (const junk of ['', '.', '..', 'x', 'x.y', `${'a'.repeat(100_000)}.b`, token.slice(0, -4)])
    t.equal(readAction(junk, SECRET), undefined);
});
