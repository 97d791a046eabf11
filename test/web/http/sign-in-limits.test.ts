import t from 'tap';
import { stage } from '../stage.ts';

const SESSION = '/api/v1/session';

t.test('the sixth link for one address within 15 minutes is refused, however the address is written', async (t) => {
  const { ask } = await stage(t);
  for (const email of ['ada@example.edu', 'ADA@example.edu', 'Ada@Example.edu', 'ada@example.edu', 'ada@example.EDU'])
    t.equal((await ask('POST', SESSION, { body: { email } })).status, 202);
  const { status, headers, body } = await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  t.equal(status, 429);
  t.equal(body.code, 'PMC_TOO_MANY_REQUESTS');
  t.ok(Number(headers.get('retry-after')) > 800 && Number(headers.get('retry-after')) <= 900);
  t.equal(
    (await ask('POST', SESSION, { body: { email: 'ben@example.edu' } })).status,
    202,
    'another address is not concerned',
  );
});

t.test('a client gets 200 links within 15 minutes, even if it claims to be many clients', async (t) => {
  const { ask } = await stage(t);
  for (let number = 0; number < 200; number += 1) {
    const { status } = await ask('POST', SESSION, {
      body: { email: `student${number}@example.edu` },
      headers: { 'x-forwarded-for': `192.0.2.${number}` },
    });
    if (status !== 202) t.fail(`refused at ${number}`);
  }
  t.match(await ask('POST', SESSION, { body: { email: 'last@example.edu' } }), {
    status: 429,
    body: { code: 'PMC_TOO_MANY_REQUESTS' },
  });
});

t.test('behind a configured proxy each of its clients counts separately, and a /64 counts as one client', async (t) => {
  const { ask } = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
  const from = (client: string, number: number) =>
    ask('POST', SESSION, { body: { email: `student${number}@example.edu` }, headers: { 'x-forwarded-for': client } });
  for (let number = 0; number < 200; number += 1) await from(`2001:db8::${number.toString(16)}`, number);
  t.equal((await from('2001:db8::ffff', 200)).status, 429);
  t.equal((await from('2001:db8:0:1::1', 200)).status, 202);
  t.equal((await from('192.0.2.2', 201)).status, 202);
});

t.test('without a configured proxy X-Forwarded-For is ignored, even with PUBLIC_URL', async (t) => {
  const { ask } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu' } });
  const from = (number: number) =>
    ask('POST', SESSION, {
      body: { email: `student${number}@example.edu` },
      headers: { 'x-forwarded-for': `192.0.2.${number}` },
    });
  for (let number = 0; number < 200; number += 1) await from(number);
  t.equal((await from(200)).status, 429);
});

t.test('clients that fill the limit table do not lift the limit of a mailbox', async (t) => {
  const { ask, neighbours, clock } = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
  const from = (client: string, email: string) =>
    ask('POST', SESSION, { body: { email }, headers: { 'x-forwarded-for': client } });
  for (const email of [
    'ada@example.edu',
    'ada+1@example.edu',
    'a.da@example.edu',
    'ADA+2@example.edu',
    'ada+3@example.edu',
  ])
    t.equal((await from('192.0.2.1', email)).status, 202);
  // More addresses than the plugin's own store would hold.
  await Promise.all(
    Array.from({ length: 26 }, async (_, network) => {
      for (let filler = 0; filler < 200; filler += 1)
        await from(
          `2001:db8:0:${network.toString(16)}::${filler.toString(16)}`,
          `filler${network}-${filler}@example.com`,
        );
    }),
  );
  t.equal((await from('192.0.2.1', 'ada+4@example.edu')).status, 429);
  await clock.advance(0);
  t.equal(neighbours.mails.filter(({ to }) => to.endsWith('@example.edu')).length, 5);
});
