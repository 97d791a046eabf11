import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { applyPatch } from '../../../src/web/app/operator/push/apply-patch.ts';
import { patchBetween } from '../../../src/web/push/json-patch.ts';

t.test('a patch names the places that differ', (t) => {
  const before = { nodes: [{ node: 'a', tree: { state: 'running', mailbox: 0, lastError: 'x' } }], 'a/b~c': 1 };
  const after = { nodes: [{ node: 'a', tree: { state: 'failed', mailbox: 0, since: 'y' } }], 'a/b~c': 2 };
  t.same(patchBetween(before, after), [
    { op: 'remove', path: '/nodes/0/tree/lastError' },
    { op: 'replace', path: '/nodes/0/tree/state', value: 'failed' },
    { op: 'add', path: '/nodes/0/tree/since', value: 'y' },
    { op: 'replace', path: '/a~1b~0c', value: 2 },
  ]);
  t.same(patchBetween([1], [1, 2]), [{ op: 'replace', path: '', value: [1, 2] }]);
  t.same(patchBetween({ a: undefined, b: 1 }, { b: 1, c: undefined }), []);
  t.end();
});

const json = fc.anything({
  key: fc.constantFrom('a', 'b', 'a/b', '~0', 'toString'),
  values: [fc.integer(), fc.constantFrom('x', 'y'), fc.boolean(), fc.constant(null)],
  maxDepth: 4,
});

t.test('a patch, applied, gives the new value, for any two values', (t) => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      const [before, after] = [{ value: one }, { value: other }];
      const kept = JSON.stringify(before);
      assert.deepEqual(applyPatch(before, patchBetween(before, after)), after);
      assert.equal(JSON.stringify(before), kept);
    }),
    { seed: 12, numRuns: 300 },
  );
  t.end();
});

t.test('what a patch does not touch stays the same object, so that it is not rendered again', (t) => {
  const before = { nodes: [{ tree: { id: 'a' } }, { tree: { id: 'b' } }] };
  const after = applyPatch(before, [{ op: 'replace', path: '/nodes/0/tree/id', value: 'c' }]) as typeof before;
  t.equal(after.nodes[1], before.nodes[1]);
  t.not(after.nodes[0], before.nodes[0]);
  t.end();
});
