import t from 'tap';
import { checkSpec } from '../../../src/runtime/supervision/check-spec.ts';
import type { ChildSpec } from '../../../src/runtime/supervision/child-spec.ts';
import { probe, supervise } from '../../../src/runtime/testing/index.ts';

const actor = (overrides: object): ChildSpec => ({ ...probe('a').spec, ...overrides });
const thread = (overrides: object): ChildSpec => ({
  id: 'a',
  type: 'thread',
  module: 'file:///a.js',
  args: {},
  resourceLimits: {},
  ...overrides,
});
const backoff = { minMs: 100, maxMs: 1_000, jitter: 0, resetAfterMs: 1_000 };

t.test('a valid tree passes', (t) => {
  t.doesNotThrow(() => checkSpec(supervise('root', [actor({ shutdownMs: 1 }), supervise('inner', [thread({})])])));
  t.end();
});

for (const [message, spec] of [
  ['child spec a/b: id is "a/b"', actor({ id: 'a/b' })],
  ['child spec #: id is "#"', actor({ id: '#' })],
  ['child spec a: shutdownMs is 0', actor({ shutdownMs: 0 })],
  ['child spec a: startTimeoutMs is -1', actor({ startTimeoutMs: -1 })],
  ['child spec a: mailboxCapacity is null', actor({ mailboxCapacity: NaN })],
  ['child spec a: heartbeatTimeoutMs is 0', thread({ heartbeatTimeoutMs: 0 })],
  ['child spec a: module is "./a.js"', thread({ module: './a.js' })],
  ['child spec a: module is "https://example.org/a.js"', thread({ module: 'https://example.org/a.js' })],
  ['child spec s: children is "a"', supervise('s', [actor({}), thread({})])],
  ['child spec s: intensity.restarts is -1', supervise('s', [], { intensity: { restarts: -1, windowMs: 1 } })],
  ['child spec s: intensity.windowMs is 0', supervise('s', [], { intensity: { restarts: 1, windowMs: 0 } })],
  ['child spec s: backoff.minMs is 0', supervise('s', [], { backoff: { ...backoff, minMs: 0 } })],
  ['child spec s: backoff.maxMs is 99', supervise('s', [], { backoff: { ...backoff, maxMs: 99 } })],
  ['child spec s: backoff.jitter is 1.5', supervise('s', [], { backoff: { ...backoff, jitter: 1.5 } })],
  ['child spec s: backoff.resetAfterMs is 0', supervise('s', [], { backoff: { ...backoff, resetAfterMs: 0 } })],
] as const) {
  t.test(`an invalid spec is refused, even deep in the tree: ${message}`, (t) => {
    t.throws(() => checkSpec(supervise('root', [supervise('inner', [spec])])), {
      code: 'RUNTIME_CHILD_SPEC_INVALID',
      message: new RegExp(`^${message};`),
    });
    t.end();
  });
}
