import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import fc from 'fast-check';
import { openEnvelope, sealEnvelope } from '../../../src/runtime/messaging/envelope.ts';
import { CodedError } from '../../../src/runtime/errors.ts';

const TOPIC = 'actors/n/a';
const GOOD = { v: 1, id: '1', to: 'n/a', body: { type: 'x' }, replyTo: 'n/replies/main/1', waitMs: 5 };

t.test('a message, an ask and a refusal are parsed as they were sent', (t) => {
  const refusal = { v: 1, id: '1', to: 'n/a', error: { code: 'RUNTIME_ACTOR_DEAD', message: 'gone' } };
  for (const envelope of [GOOD, { v: 1, id: '1', to: 'n/a', body: null }, refusal])
    t.same(openEnvelope(TOPIC, 'n/a', JSON.stringify(envelope)), envelope);
  t.end();
});

for (const [flaw, envelope] of [
  ['v is not 1', { ...GOOD, v: 2 }],
  ['id is not a string', { ...GOOD, id: 7 }],
  ['to is not n/a', { ...GOOD, to: 'n/b' }],
  ['it needs either a body or an error', { v: 1, id: '1', to: 'n/a' }],
  ['it needs either a body or an error', { ...GOOD, error: { code: 'RUNTIME_ACTOR_DEAD', message: '' } }],
  ['error has no code and message', { v: 1, id: '1', to: 'n/a', error: { code: 1, message: '' } }],
  [
    'error has no code and message',
    { v: 1, id: '1', to: 'n/a', error: { code: 'RUNTIME_ACTOR_DEAD', next: 'soon', message: '' } },
  ],
  ['error has no code and message', { v: 1, id: '1', to: 'n/a', error: 'RUNTIME_ACTOR_DEAD' }],
  ['replyTo is not an address', { ...GOOD, replyTo: 'n/#' }],
  ['replyTo is not an address', { ...GOOD, replyTo: '' }],
  ['waitMs is not a number', { ...GOOD, waitMs: '5' }],
  ['it is not an object', null],
] as const) {
  t.test(`an envelope is refused when ${flaw}: ${JSON.stringify(envelope)}`, (t) => {
    t.throws(() => openEnvelope(TOPIC, 'n/a', JSON.stringify(envelope)), {
      code: 'RUNTIME_ENVELOPE_INVALID',
      message: `a message on ${TOPIC} was refused: ${flaw}`,
    });
    t.end();
  });
}

t.test('any invalid payload throws a coded error', (t) => {
  const fields = fc.record(
    {
      v: fc.constantFrom(1, '1'),
      id: fc.string(),
      to: fc.constantFrom('n/a', 'n/b'),
      body: fc.jsonValue(),
      error: fc.jsonValue(),
      replyTo: fc.string(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fields.map((value) => JSON.stringify(value)),
      ),
      (payload) => {
        try {
          return openEnvelope(TOPIC, 'n/a', payload).to === 'n/a';
        } catch (error) {
          return error instanceof CodedError && error.code === 'RUNTIME_ENVELOPE_INVALID';
        }
      },
    ),
    { seed: 1, numRuns: 1_000 },
  );
  t.end();
});

t.test('an envelope arrives as JSON would carry it, whatever it holds', (t) => {
  const address = fc.constantFrom('n/a', 'n/checking/asu', 'n/ä', 'n/"a"', 'n/\\', 'n/a b');
  const id = fc.nat().map((sent) => sent.toString(36));
  const body = fc.jsonValue();
  const waitMs = fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }));
  const replyTo = fc.constantFrom('n/replies/main/1z', 'my node/replies/main/2', 'n"/replies/main/3');
  const error = fc.constant({ code: 'RUNTIME_ACTOR_DEAD', next: 'later' as const, message: 'gone' });
  const v = fc.constant(1 as const);
  const envelope = fc.oneof(
    fc.record({ v, id, to: address, body }),
    fc.record({ v, id, to: address, body, replyTo, waitMs }),
    fc.record({ v, id, to: address, error }),
  );
  fc.assert(
    fc.property(envelope, (sent) => {
      const received = openEnvelope(TOPIC, sent.to, sealEnvelope(sent));
      t.strictSame(received, JSON.parse(JSON.stringify(sent)));
    }),
    { seed: 1, numRuns: 500 },
  );
  t.end();
});

t.test('a payload that was changed on its way is read as JSON or refused', (t) => {
  const messages = [
    { v: 1 as const, id: 'z', to: 'n/a', body: { type: 'x', text: '"}' } },
    { v: 1 as const, id: 'z', to: 'n/a', body: [1], replyTo: 'n/replies/main/z', waitMs: 50 },
  ].map((envelope) => sealEnvelope(envelope));
  const piece = fc.constantFrom(
    '',
    '"',
    '\\',
    '}',
    '{',
    ',',
    ':',
    '0',
    '1',
    'n/a',
    '/',
    '#',
    '\n',
    ',"v":2',
    '"body":',
  );
  const change = fc.record({ message: fc.constantFrom(...messages), at: fc.nat(120), length: fc.nat(3), piece });
  fc.assert(
    fc.property(change, ({ message, at, length, piece: inserted }) => {
      const payload = message.slice(0, at) + inserted + message.slice(at + length);
      let envelope: unknown;
      try {
        envelope = openEnvelope(TOPIC, 'n/a', payload);
      } catch (error) {
        return error instanceof CodedError && error.code === 'RUNTIME_ENVELOPE_INVALID';
      }
      return isDeepStrictEqual(envelope, JSON.parse(payload));
    }),
    { seed: 1, numRuns: 5_000 },
  );
  t.end();
});
