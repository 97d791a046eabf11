import t from 'tap';
import fc from 'fast-check';
import { openEnvelope } from '../../../src/runtime/messaging/envelope.ts';
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
