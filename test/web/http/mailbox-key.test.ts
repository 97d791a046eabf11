import t from 'tap';
import { mailboxKey } from '../../../src/web/http/mailbox-key.ts';

t.test('different spellings of an address are the same mailbox', async (t) => {
  for (const written of [
    'ada@bücher.example',
    ' Ada@BÜCHER.example\t',
    'ADA@xn--bcher-kva.example',
    'ada+seats@bücher.example',
    'a.d.a+1+2@bücher.example',
  ])
    t.equal(mailboxKey(written), 'ada@xn--bcher-kva.example', written);
});

t.test('another name or another domain is another mailbox', async (t) => {
  const keys = [
    'ada@example.edu',
    'ben@example.edu',
    'ada@example.com',
    'ada@mail.example.edu',
    '+tag@example.edu',
    '+other@example.edu',
    '...@example.edu',
  ].map(mailboxKey);
  t.equal(new Set(keys).size, keys.length);
});
