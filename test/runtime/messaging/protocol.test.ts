import t from 'tap';
import fc from 'fast-check';
import { protocol } from '../../../src/runtime/messaging/protocol.ts';
import type { Ref } from '../../../src/runtime/messaging/ref.ts';

type Message =
  | { type: 'stop' }
  | { type: 'greet'; name: string; times: number; loud: boolean; replyTo: Ref<string> }
  | { type: 'list'; items: string[]; options: { deep: boolean }; limit: number | null; note?: string };

const accepts = protocol<Message>({
  stop: {},
  greet: { name: 'string', times: 'number', loud: 'boolean', replyTo: 'ref' },
  list: { items: 'array', options: 'object', limit: (limit) => limit === null || typeof limit === 'number' },
});
const GREET = { type: 'greet', name: 'Ada', times: 1, loud: false, replyTo: { address: 'n/a' } };
const LIST = { type: 'list', items: [], options: {}, limit: null };

t.test('a message with all its fields is accepted, even with unknown fields of a newer version', (t) => {
  for (const message of [{ type: 'stop' }, GREET, LIST, { ...LIST, limit: 3 }, { ...GREET, colour: 'red' }])
    t.ok(accepts(message), JSON.stringify(message));
  t.end();
});

t.test('a message with an unknown type, a missing field or a field of another kind is not accepted', (t) => {
  const refused: unknown[] = [null, undefined, 'stop', 7, [], ['stop'], {}, { type: 7 }, { type: '' }, { type: 'go' }];
  refused.push({ type: 'toString' }, { type: '__proto__' });
  for (const field of ['name', 'times', 'loud', 'replyTo']) {
    refused.push({ ...GREET, [field]: undefined }, { ...GREET, [field]: null }, { ...GREET, [field]: [] });
  }
  refused.push({ ...GREET, replyTo: {} }, { ...LIST, items: {} }, { ...LIST, options: [] }, { ...LIST, limit: '3' });
  for (const message of refused) t.notOk(accepts(message), JSON.stringify(message));
  t.end();
});

t.test('any JSON is either accepted or refused, without a throw', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('stop', 'greet', 'list', 'go'), (value, type) => {
      const message = { name: value, items: value, replyTo: value, type };
      return [true, false].includes(accepts(message)) && [true, false].includes(accepts(value));
    }),
    { seed: 1, numRuns: 500 },
  );
  t.end();
});
