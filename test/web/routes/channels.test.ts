import { createHmac } from 'node:crypto';
import type { Test } from 'tap';
import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { pushBrowser } from '../../support/push-browser.ts';
import { receiver } from '../../support/receiver.ts';
import type { AnyBody } from '../asking.ts';
import { stage } from '../stage.ts';

const PRIVATE = { environment: { WEBHOOK_ALLOW_PRIVATE: 'true' } };

async function signedIn(t: Test, setting: Parameters<typeof stage>[1] = PRIVATE) {
  const test = await stage(t, setting);
  const cookie = await test.signIn();
  const add = (body: object) => test.ask('POST', '/api/v1/channels', { cookie, body });
  const post = (path: string, body?: object) =>
    test.ask('POST', `/api/v1/channels/${path}`, { cookie, ...(body !== undefined && { body }) });
  const list = async () => (await test.ask('GET', '/api/v1/channels', { cookie })).body['channels'] as AnyBody[];
  return { ...test, cookie, add, post, list };
}

t.test('a student has an e-mail channel from the first sign-in on, which cannot be removed', async (t) => {
  const { list, ask, cookie } = await signedIn(t);
  const [email, ...others] = await list();
  t.same(others, []);
  t.match(email, { type: 'email', label: 'ada@example.edu', verified: true });
  const answer = await ask('DELETE', `/api/v1/channels/${String(email!['id'])}`, { cookie });
  t.equal(answer.status, 409);
  t.equal(answer.body.code, 'PMC_CHANNEL_KEPT');
});

t.test('a test of the e-mail channel is a mail', async (t) => {
  const { list, post, neighbours } = await signedIn(t);
  const [email] = await list();
  t.equal((await post(`${String(email!['id'])}/test`)).status, 200);
  t.match(neighbours.mails.at(-1), { to: 'ada@example.edu', subject: /can reach you/ });
});

t.test('a json webhook is verified by a signed test that its receiver accepts', async (t) => {
  const { add, post, list } = await signedIn(t);
  const to = await receiver(t);
  const { status, body } = await add({ type: 'webhook', format: 'json', url: `${to.url}/hook?key=1` });
  t.equal(status, 201);
  t.match(body, { type: 'webhook', format: 'json', verified: false, label: /^JSON · 127\.0\.0\.1/ });
  const { id, secret } = body as unknown as { id: string; secret: string };
  to.status(500);
  t.match((await post(`${id}/verify`)).body, { code: 'PMC_TEST_FAILED', message: /answered 500/ });
  to.status(200);
  t.match((await post(`${id}/verify`)).body, { id, verified: true });
  const { headers, body: sent } = to.received.at(-1)!;
  const signature = createHmac('sha256', secret).update(sent).digest('hex');
  t.equal(headers['x-pickmyclass-signature'], `sha256=${signature}`);
  t.notMatch(JSON.stringify(await list()), secret, 'the secret is told once');
  t.notMatch(JSON.stringify(await list()), 'key=1', 'nor is the URL');
});

t.test('a chat is verified by the code that its test shows', async (t) => {
  const { add, post } = await signedIn(t);
  const to = await receiver(t);
  const { id } = (await add({ type: 'webhook', format: 'slack', url: to.url })).body as unknown as { id: string };
  t.match((await post(`${id}/test`)).body, { verified: false }, 'a test alone proves nothing');
  const code = /\b\d{6}\b/.exec(to.received[0]!.body.toString())![0];
  const wrong = code === '000000' ? '000001' : '000000';
  for (const body of [{ code: wrong }, { code: '' }, {}])
    t.match(await post(`${id}/verify`, body), { status: 422, body: { code: 'PMC_CODE_WRONG' } });
  t.match((await post(`${id}/verify`, { code: ` ${code} ` })).body, { verified: true });
  await post(`${id}/test`);
  t.notMatch(to.received.at(-1)!.body.toString(), code, 'later tests show no code');
});

t.test('a browser is verified by its first test, and can read it', async (t) => {
  const { add, post, list } = await signedIn(t);
  const service = await receiver(t);
  service.status(201);
  const browser = pushBrowser(`${service.url}/push/1`);
  const { status, body } = await add({ type: 'web-push', subscription: browser.subscription });
  t.equal(status, 201);
  t.match(body, { type: 'web-push', verified: false });
  t.match((await post(`${String(body['id'])}/test`)).body, { verified: true });
  t.match(browser.decrypt(service.received[0]!.body), 'PickMyClass can reach you here');
  const again = await add({ type: 'web-push', subscription: pushBrowser(`${service.url}/push/1`).subscription });
  t.equal(again.status, 201);
  t.equal((await list()).length, 2, 'a browser that subscribes again replaces itself');
});

t.test('a muted channel says why, and a test that arrives ends it', async (t) => {
  const { add, post, list, store } = await signedIn(t);
  const to = await receiver(t);
  const { id } = (await add({ type: 'webhook', format: 'json', url: to.url })).body as unknown as { id: string };
  await post(`${id}/verify`);
  await store.channels.mute(id, 'gone', 'us');
  t.match((await list())[1], { muted: { since: /^2026/, reason: 'gone' } });
  to.status(404);
  t.equal((await post(`${id}/test`)).status, 422);
  t.match((await list())[1], { muted: { reason: 'gone' } });
  to.status(204);
  t.equal((await post(`${id}/test`)).body['muted'], undefined);
  t.equal((await list())[1]!['muted'], undefined);
});

t.test('a channel is removed at once', async (t) => {
  const { add, list, ask, cookie } = await signedIn(t);
  const { id } = (await add({ type: 'webhook', format: 'json', url: 'http://127.0.0.1:1/' })).body as unknown as {
    id: string;
  };
  t.equal((await ask('DELETE', `/api/v1/channels/${id}`, { cookie })).status, 204);
  t.equal((await list()).length, 1);
  t.equal((await ask('DELETE', `/api/v1/channels/${id}`, { cookie })).status, 404);
});

t.test('a watch goes on telling when a channel that it names is replaced or removed', async (t) => {
  const { add, see, ask, cookie } = await signedIn(t);
  await see(CSE310);
  const subscribe = async () => {
    const { subscription } = pushBrowser('http://127.0.0.1:1/push/1');
    return String((await add({ type: 'web-push', subscription })).body['id']);
  };
  const phone = await subscribe();
  const { body } = await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310, channels: [phone] } });
  const named = async () => (await ask('GET', '/api/v1/watches', { cookie })).body.watches[0]!.channels;
  const again = await subscribe();
  t.same(await named(), [again]);
  const patched = await ask('PATCH', `/api/v1/watches/${String(body['id'])}`, {
    cookie,
    body: { channels: [again], minSeats: 2 },
  });
  t.equal(patched.status, 200, 'it can still be changed');
  await ask('DELETE', `/api/v1/channels/${again}`, { cookie });
  t.equal(await named(), null);
});

t.test('hosts that are not on the public Internet are refused, with the field named', async (t) => {
  const { add, list } = await signedIn(t, {});
  for (const url of ['https://127.0.0.1/', 'https://localhost/', 'http://8.8.8.8/', 'https://[::ffff:10.0.0.1]/']) {
    const hook = await add({ type: 'webhook', format: 'json', url });
    t.match(hook, { status: 422, body: { code: 'PMC_BODY_INVALID', message: /^url: / } }, url);
    const push = await add({ type: 'web-push', subscription: pushBrowser(url).subscription });
    t.match(push, { status: 422, body: { message: /^subscription\.endpoint: / } }, url);
  }
  t.equal((await list()).length, 1);
});

t.test('a body that makes no sense is refused, with the field named', async (t) => {
  const { add } = await signedIn(t);
  const { subscription } = pushBrowser('http://127.0.0.1:1/push');
  const url = 'http://127.0.0.1:1/';
  const keys = { ...subscription.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') };
  for (const [body, field] of [
    [{ type: 'email' }, 'type'],
    [{ type: 'webhook', format: 'json' }, 'url'],
    [{ type: 'webhook', url }, 'format'],
    [{ type: 'webhook', format: 'teams', url }, 'format'],
    [{ type: 'webhook', format: 'json', url: 'nowhere' }, 'url'],
    [{ type: 'webhook', format: 'json', url, subscription }, 'subscription'],
    [{ type: 'web-push' }, 'subscription'],
    [{ type: 'web-push', subscription, url }, 'url'],
    [{ type: 'web-push', subscription: { ...subscription, keys } }, 'subscription.keys.p256dh'],
    [
      { type: 'web-push', subscription: { ...subscription, keys: { ...subscription.keys, auth: 'AAAA' } } },
      'subscription.keys.auth',
    ],
    [{ type: 'webhook', format: 'json', url, secret: 'x' }, 'secret'],
  ] as const) {
    const { status, body: answer } = await add(body);
    t.equal(status, 422, JSON.stringify(body));
    t.ok(answer.message.startsWith(`${field}: `), answer.message);
  }
});

t.test('the same URL is added once, and ten channels are the most', async (t) => {
  const { add } = await signedIn(t);
  const hook = (port: number) => add({ type: 'webhook', format: 'json', url: `http://127.0.0.1:${port}/` });
  t.equal((await hook(1)).status, 201);
  t.match(await hook(1), { status: 409, body: { code: 'PMC_CHANNEL_DUPLICATE' } });
  for (let port = 2; port <= 9; port += 1) t.equal((await hook(port)).status, 201);
  t.match(await hook(10), { status: 429, body: { code: 'PMC_CHANNEL_LIMIT' } });
});

t.test('nobody can guess a code or flood a receiver: thirty requests in a quarter of an hour', async (t) => {
  const { add, post, ask, signIn } = await signedIn(t);
  const to = await receiver(t);
  const { id } = (await add({ type: 'webhook', format: 'ntfy', url: to.url })).body as unknown as { id: string };
  for (let tries = 1; tries < 30; tries += 1) await post(`${id}/verify`, { code: String(tries).padStart(6, '0') });
  const refused = await post(`${id}/verify`, { code: '123456' });
  t.match(refused, { status: 429, body: { code: 'PMC_TOO_MANY_REQUESTS' } });
  t.equal((await post(`${id}/test`)).status, 429);
  t.ok(Number(refused.headers.get('retry-after')) > 0);
  const other = await signIn('ben@example.edu');
  t.equal((await ask('POST', '/api/v1/channels', { cookie: other, body: {} })).status, 422, 'others are not limited');
});

t.test('nobody can see or touch the channels of others', async (t) => {
  const { add, ask, signIn, list } = await signedIn(t);
  const to = await receiver(t);
  const { id } = (await add({ type: 'webhook', format: 'json', url: to.url })).body as unknown as { id: string };
  const emailId = String((await list())[0]!['id']);
  const mallory = await signIn('mallory@example.edu');
  for (const [method, path] of [
    ['DELETE', id],
    ['DELETE', emailId],
    ['POST', `${id}/test`],
    ['POST', `${emailId}/test`],
    ['POST', `${id}/verify`],
  ] as const) {
    const stranger = await ask(method, `/api/v1/channels/${path}`, { cookie: mallory });
    t.match(stranger, { status: 404, body: { code: 'PMC_CHANNEL_NOT_FOUND' } }, `${method} ${path}`);
    t.equal((await ask(method, `/api/v1/channels/${path}`)).status, 401);
    const unknown = path.replace(/^[^/]*/, 'nothing');
    t.equal((await ask(method, `/api/v1/channels/${unknown}`, { cookie: mallory })).status, 404);
  }
  t.notMatch((await ask('GET', '/api/v1/channels', { cookie: mallory })).text, id);
  t.same(to.received, []);
  t.equal((await list()).length, 2);
});
