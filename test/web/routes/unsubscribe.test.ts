import t from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import type { Action } from '../../../src/notify/action-token.ts';
import { signAction } from '../../../src/notify/action-token.ts';
import { CSE310, ENG101, MAT210, see, student, watch } from '../../contract/store/harness.ts';
import { SESSION_SECRET, stage } from '../stage.ts';

const linkTo = (action: Action, secret = SESSION_SECRET): string =>
  `/api/v1/unsubscribe?token=${encodeURIComponent(signAction(action, secret))}`;
const at = (watchId: string, secret = SESSION_SECRET): string => linkTo({ do: 'stop', watches: [watchId] }, secret);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
/** Where the forms of a page post to, by their button. */
const formsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/action="([^"]+)"><button[^>]*>([^<]+)/g)].map(([, url, label]) => [
      label!,
      url!.replaceAll('&amp;', '&'),
    ]),
  );

async function twoWatches(t: Parameters<typeof stage>[0]) {
  const test = await stage(t);
  const ada = await student(test.harness);
  const first = await watch(test.harness, ada, CSE310);
  const second = await watch(test.harness, ada, MAT210);
  return {
    ...test,
    ada,
    first,
    second,
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
  const twice = await ask('POST', at(first.id), { body: 'List-Unsubscribe=One-Click', headers: form });
  t.equal(twice.status, 200, 'a mail program that asks twice is not told of an error');
  t.match(twice.text, 'You no longer watch this, so there is nothing to stop.');
  t.same(await left(), [MAT210]);
});

t.test('mail programs may post any body, or nothing at all', async (t) => {
  const { ask, first, left } = await twoWatches(t);
  const multipart = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
  const bodies: [type: string, body: string][] = [
    ['multipart/form-data; boundary=b', multipart],
    ['application/json', '{"List-Unsubscribe":"One-Click"}'],
    ['text/plain', 'List-Unsubscribe=One-Click'],
    ['application/x-unheard-of', '<?'],
  ];
  for (const [type, body] of bodies)
    t.equal((await ask('POST', at(first.id), { body, headers: { 'content-type': type } })).status, 200, type);
  t.equal((await ask('POST', at(first.id))).status, 200);
  t.same(await left(), [MAT210]);
});

t.test('one link ends exactly the watches that it names', async (t) => {
  const { ask, first, second, left, store, ada } = await twoWatches(t);
  await store.watches.add(ada, wishOf(ENG101), true, 10, 0);
  t.equal((await ask('POST', linkTo({ do: 'stop', watches: [first.id, second.id] }))).status, 200);
  t.same(await left(), [ENG101]);
});

t.test('opening the link shows a page that names the class and changes nothing', async (t) => {
  const { ask, harness, first, left } = await twoWatches(t);
  await see(harness, CSE310);
  const { status, headers, text } = await ask('GET', at(first.id));
  t.equal(status, 200);
  t.match(headers.get('content-type'), 'text/html');
  t.match(text, '<strong>CSE 310 · 66445</strong> Data Structures and Algorithms');
  t.same(Object.keys(formsOf(text)), ['Stop watching', 'Pause for a day', 'Turn off all messages']);
  await ask('HEAD', at(first.id));
  t.same(await left(), [CSE310, MAT210].toSorted());
});

t.test("the page's own buttons stop, pause or turn everything off, and each can be undone", async (t) => {
  const { ask, first, left, store, ada } = await twoWatches(t);
  const forms = formsOf((await ask('GET', at(first.id))).text);
  const press = async (url: string | undefined) => {
    const { status, text } = await ask('POST', url!, { body: '', headers: form });
    t.equal(status, 200);
    return formsOf(text)['Undo'];
  };
  const paused = async () => (await store.watches.find(first.id))?.watch.paused;

  const resume = await press(forms['Pause for a day']);
  t.equal(await paused(), true);
  await press(resume);
  t.equal(await paused(), false);

  const on = await press(forms['Turn off all messages']);
  t.match(await store.accounts.preferences(ada), { notifications: false });
  await press(on);
  t.match(await store.accounts.preferences(ada), { notifications: true });

  const restart = await press(forms['Stop watching']);
  t.same(await left(), [MAT210]);
  t.equal(await press(restart), undefined, 'there is no undoing of an undo');
  t.same(await left(), [CSE310, MAT210].toSorted());
});

t.test("the page is in the student's language; a stranger's browser decides otherwise", async (t) => {
  const { ask, first, store, ada } = await twoWatches(t);
  await store.accounts.prefer(ada, { language: 'es' });
  t.match((await ask('GET', at(first.id))).text, '<html lang="es">');
  t.match((await ask('GET', at('gone'))).text, 'You no longer watch this');
  t.match((await ask('GET', at('gone'), { headers: { 'accept-language': 'es-MX' } })).text, 'Ya no sigues esto');
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
