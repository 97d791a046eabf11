import t from 'tap';
import { signAction } from '../../../src/notify/action-token.ts';
import { CSE310, MAT210, student, watch } from '../../contract/store/harness.ts';
import { SESSION_SECRET, stage } from '../stage.ts';

const at = (watchId: string, secret = SESSION_SECRET): string =>
  `/api/v1/unsubscribe?token=${encodeURIComponent(signAction({ do: 'stop', watches: [watchId] }, secret))}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function twoWatches(t: Parameters<typeof stage>[0]) {
  const test = await stage(t);
  const ada = await student(test.harness);
  const first = await watch(test.harness, ada, CSE310);
  await watch(test.harness, ada, MAT210);
  return {
    ...test,
    first,
    left: async () => (await test.store.watches.list(ada)).flatMap(({ covers }) => covers).toSorted(),
  };
}

t.test('one click ends that one watch, without a cookie, a page or an origin', async (t) => {
  const { ask, first, left } = await twoWatches(t);
  const clicked = await ask('POST', at(first.id), {
    body: 'List-Unsubscribe=One-Click',
    headers: { ...form, origin: 'https://mail.example.com' },
  });
  t.equal(clicked.status, 200);
  t.same(await left(), [MAT210]);
  t.equal(
    (await ask('POST', at(first.id), { body: 'List-Unsubscribe=One-Click', headers: form })).status,
    200,
    'a mail program that asks twice is not told of an error',
  );
  t.same(await left(), [MAT210]);
});

t.test('mail programs may post multipart, or nothing at all', async (t) => {
  const { ask, first, left } = await twoWatches(t);
  const body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
  t.equal(
    (await ask('POST', at(first.id), { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } })).status,
    200,
  );
  t.equal((await ask('POST', at(first.id))).status, 200);
  t.same(await left(), [MAT210]);
});

t.test('opening the link shows a page that offers to end this watch or all, and changes nothing', async (t) => {
  const { ask, first, left } = await twoWatches(t);
  const { status, headers, text } = await ask('GET', at(first.id));
  t.equal(status, 200);
  t.match(headers.get('content-type'), 'text/html');
  t.match(text, CSE310);
  t.match(text, /value="watch"/);
  t.match(text, /value="all"/);
  await ask('HEAD', at(first.id));
  t.same(await left(), [CSE310, MAT210].toSorted());
});

t.test("the page's own buttons end this watch, or all", async (t) => {
  const { ask, first, left } = await twoWatches(t);
  const page = await ask('GET', at(first.id));
  const action = /action="([^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
  const ended = await ask('POST', action, { body: 'scope=all', headers: form });
  t.equal(ended.status, 200);
  t.match(ended.headers.get('content-type'), 'text/html');
  t.same(await left(), []);
});

t.test('a link to a watch that has ended still shows a page', async (t) => {
  const { ask, first, store } = await twoWatches(t);
  await store.watches.remove((await store.watches.find(first.id))!.userId, first.id);
  t.equal((await ask('GET', at(first.id))).status, 200);
});

t.test('a token with a wrong signature is refused', async (t) => {
  const { ask, first, left } = await twoWatches(t);
  for (const path of [
    at(first.id, 'x'.repeat(32)),
    '/api/v1/unsubscribe?token=nonsense',
    '/api/v1/unsubscribe?token=',
    '/api/v1/unsubscribe',
  ]) {
    t.match(await ask('POST', path), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } }, path);
    t.match(await ask('GET', path), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } }, path);
  }
  t.same(await left(), [CSE310, MAT210].toSorted());
});
