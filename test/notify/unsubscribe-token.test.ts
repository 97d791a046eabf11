import t from 'tap';
import { readUnsubscribe, signUnsubscribe } from '../../src/notify/unsubscribe-token.ts';

const SECRET = 'a secret of thirty-two characters!';

t.test('a token gives the id of its watch', async (t) => {
  t.equal(readUnsubscribe(signUnsubscribe('watch-1', SECRET), SECRET), 'watch-1');
});

t.test('a token is the same every time, so that every attempt at a mail has the same link', async (t) => {
  t.equal(signUnsubscribe('watch-1', SECRET), signUnsubscribe('watch-1', SECRET));
});

t.test('a token needs no escaping in a URL', async (t) => {
  const token = signUnsubscribe('wätch/1+&?', SECRET);
  t.equal(encodeURIComponent(token), token);
});

t.test('a token of another secret, a changed token and any other text are refused', async (t) => {
  const token = signUnsubscribe('watch-1', SECRET);
  const other = signUnsubscribe('watch-2', SECRET);
  t.equal(readUnsubscribe(token, `${SECRET}.`), undefined);
  t.equal(readUnsubscribe(`${other.split('.')[0]}.${token.split('.')[1]}`, SECRET), undefined);
  t.equal(readUnsubscribe(`${token}.`, SECRET), undefined);
  t.equal(readUnsubscribe(`${token.split('.')[0]}.`, SECRET), undefined);
  for (const junk of ['', '.', '..', 'x', 'x.y', `${'a'.repeat(100_000)}.b`, token.slice(0, -4)])
    t.equal(readUnsubscribe(junk, SECRET), undefined);
});
