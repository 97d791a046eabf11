import t from 'tap';
import { vapidKeysOf } from '../../../src/config/vapid.ts';
import { VapidTokens } from '../../../src/notify/web-push/vapid-tokens.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const SENDER = {
  keys: vapidKeysOf('a session secret of more than 32 characters'),
  subject: 'mailto:admin@example.edu',
};

function claimsOf(header: string): { aud: string; sub: string } {
  const [, claims] = /t=[\w-]+\.([\w-]+)\./.exec(header)!;
  return JSON.parse(Buffer.from(claims!, 'base64url').toString()) as { aud: string; sub: string };
}

t.test('messages to one push service share a token for an hour', async (t) => {
  const clock = new ManualClock();
  const tokens = new VapidTokens(SENDER, clock);
  const first = tokens.headerFor('https://push.example/one');
  t.match(claimsOf(first), { aud: 'https://push.example', sub: 'mailto:admin@example.edu' });
  await clock.advance(3_599_999);
  t.equal(tokens.headerFor('https://push.example/two'), first);
  await clock.advance(1);
  t.not(tokens.headerFor('https://push.example/two'), first);
});

t.test('each push service has a token of its own', async (t) => {
  const tokens = new VapidTokens(SENDER, new ManualClock());
  t.equal(claimsOf(tokens.headerFor('https://one.example/a')).aud, 'https://one.example');
  t.equal(claimsOf(tokens.headerFor('https://two.example/a')).aud, 'https://two.example');
});

t.test('the oldest of many push services is forgotten', async (t) => {
  const tokens = new VapidTokens(SENDER, new ManualClock());
  const first = tokens.headerFor('https://first.example/a');
  for (let index = 0; index < 100; index += 1) tokens.headerFor(`https://push-${index}.example/a`);
  t.not(tokens.headerFor('https://first.example/a'), first);
});
