import t from 'tap';
import { channelCode } from '../../src/notify/channel-code.ts';

t.test('a channel always has the same code of six digits, and another channel or secret has another', async (t) => {
  const code = channelCode('channel-1', 'secret');
  t.match(code, /^\d{6}$/);
  t.equal(channelCode('channel-1', 'secret'), code);
  t.not(channelCode('channel-2', 'secret'), code);
  t.not(channelCode('channel-1', 'other'), code);
});

t.test('codes are spread over all numbers, with leading zeros', async (t) => {
  const codes = Array.from({ length: 2_000 }, (_, index) => channelCode(`channel-${index}`, 'secret'));
  t.ok(codes.every((code) => /^\d{6}$/.test(code)));
  for (let digit = 0; digit < 10; digit += 1) {
    const share = codes.filter((code) => code.startsWith(String(digit))).length;
    t.ok(share > 140 && share < 260, `${share} of 2000 begin with ${digit}`);
  }
});
