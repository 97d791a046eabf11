import { createHmac } from 'node:crypto';
import t from 'tap';
import { stage } from '../stage.ts';

const PATH = '/api/v1/mail-events';
const KEY = Buffer.alloc(24, 7);
const environment = { RESEND_WEBHOOK_SECRET: `whsec_${KEY.toString('base64')}` };

const event = (type: string, to: string, bounce?: string) => ({
  type,
  created_at: '2026-11-23T20:00:00.000Z',
  data: { email_id: '1', to: [to], ...(bounce !== undefined && { bounce: { type: bounce, subType: 'General' } }) },
});

/** A server and a signed event; `ageS`: how old it is. */
async function scene(t: Parameters<typeof stage>[0], configured = true) {
  const test = await stage(t, { environment: configured ? environment : {} });
  const post = async (body: object, { ageS = 0, key = KEY }: { ageS?: number; key?: Buffer } = {}) => {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(test.clock.now() / 1_000) - ageS);
    const mac = createHmac('sha256', key).update(`msg_1.${timestamp}.${text}`).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'svix-id': 'msg_1',
      'svix-timestamp': timestamp,
      'svix-signature': `v1,${mac}`,
    };
    return test.ask('POST', PATH, { body: text, headers });
  };
  await test.store.accounts.addSignIn('link', 'ada@example.edu', 60_000);
  const ada = (await test.store.accounts.signIn('link', 'session', 60_000))!;
  const muted = async () => (await test.store.channels.list(ada.id))[0]!.muted?.reason;
  return { ...test, post, muted };
}

t.test('an address that bounces for good is muted, and the student is told how to repair it', async (t) => {
  const { post, muted } = await scene(t);
  t.equal((await post(event('email.bounced', 'ada@example.edu', 'Transient'))).status, 204);
  t.equal((await post(event('email.delivered', 'ada@example.edu'))).status, 204);
  t.equal(await muted(), undefined);
  t.equal((await post(event('email.bounced', 'Ada <ADA@example.edu>', 'Permanent'))).status, 204);
  t.equal(await muted(), 'bounced');
  t.equal((await post(event('email.complained', 'ada@example.edu'))).status, 204, 'again');
  t.equal(await muted(), 'bounced', 'the first reason stays');
});

t.test('a complaint mutes too', async (t) => {
  const { post, muted } = await scene(t);
  t.equal((await post(event('email.complained', 'ada@example.edu'))).status, 204);
  t.equal(await muted(), 'complained');
});

t.test('nobody learns from the answer which addresses we know', async (t) => {
  const { post } = await scene(t);
  const [known, unknown] = [
    await post(event('email.bounced', 'ada@example.edu')),
    await post(event('email.bounced', 'nobody@example.edu')),
  ];
  t.same([known.status, known.text], [unknown.status, unknown.text]);
});

t.test('a wrong, missing or old signature is 401 and mutes nobody', async (t) => {
  const { post, muted, ask } = await scene(t);
  const bounced = event('email.bounced', 'ada@example.edu');
  const refused = { status: 401, body: { code: 'PMC_SIGNATURE_WRONG' } };
  t.match(await post(bounced, { key: Buffer.alloc(24, 8) }), refused);
  t.match(await post(bounced, { ageS: 301 }), refused);
  t.match(await ask('POST', PATH, { body: bounced }), refused);
  t.equal(await muted(), undefined);
  t.match(await post({ type: 1 }), { status: 422, body: { code: 'PMC_BODY_INVALID' } });
});

t.test('without a configured secret every event is refused', async (t) => {
  const { post } = await scene(t, false);
  t.match(await post(event('email.bounced', 'ada@example.edu')), { status: 401 });
});
