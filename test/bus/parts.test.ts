import fc from 'fast-check';
import t from 'tap';
import { Assembly, NEEDED_BYTES, PART_BYTES, partsOf } from '../../src/bus/parts.ts';

const asBytes = (part: string | Buffer): Buffer => Buffer.from(part as string);

t.test('a message that fits into one packet is not split', (t) => {
  const payload = `"${'x'.repeat(PART_BYTES - 2)}"`;
  t.same(partsOf(payload), [payload]);
  t.equal(new Assembly().take(Buffer.from(payload)), payload);
  t.end();
});

t.test('parts of several messages, mixed in any order, give each message once, and each fits into a packet', (t) => {
  const character = fc.constantFrom('a', 'ä', '€', '𝄞', '"', '\n');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(character, fc.integer({ min: PART_BYTES, max: 4 * PART_BYTES })), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.infiniteStream(fc.nat()),
      (messages, order) => {
        const payloads = messages.map(([text, length]) => text.repeat(length));
        const parts = payloads.flatMap(partsOf).map(asBytes);
        const rest = parts
          .map((part) => ({ part, rank: order.next().value }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ part }) => part);
        const assembly = new Assembly();
        const out = rest.flatMap((part) => assembly.take(part) ?? []);
        return (
          parts.every(({ length }) => length < NEEDED_BYTES - 512) &&
          out.length === payloads.length &&
          payloads.every((payload) => out.includes(payload))
        );
      },
    ),
    { seed: 3, numRuns: 30 },
  );
  t.end();
});

t.test('incomplete messages are forgotten, the oldest first', (t) => {
  const assembly = new Assembly();
  const payload = 'x'.repeat(20 * PART_BYTES);
  const [lastOfFirst, ...first] = partsOf(payload).map(asBytes);
  for (const part of first) assembly.take(part);
  for (let begun = 0; begun < 60; begun += 1)
    for (const part of partsOf(payload).slice(1)) assembly.take(asBytes(part));
  t.equal(assembly.take(lastOfFirst!), undefined);
  const after = partsOf(payload).map(asBytes);
  t.same(
    after.flatMap((part) => assembly.take(part) ?? []),
    [payload],
    'and what comes later arrives',
  );
  t.end();
});

t.test('a message that only looks like a part arrives unchanged', (t) => {
  for (const payload of ['part', 'part 1 2 3\n', 'part of it', ''])
    t.equal(new Assembly().take(Buffer.from(payload)), payload);
  t.end();
});
