import fc from 'fast-check';
import t from 'tap';
import { PacketLimit, PacketTooLarge } from '../../src/bus/packet-limit.ts';

/** An MQTT packet with `length` bytes after its header. */
function packet(length: number): Buffer {
  const header = [0x30];
  let rest = length;
  do {
    header.push((rest & 0x7f) | (rest > 127 ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

/** Reads `bytes`, which come in chunks that end at `cuts`. */
function read(limit: PacketLimit, bytes: Buffer, cuts: number[]): { out: Buffer; unfinished: number; error?: unknown } {
  const out: Buffer[] = [];
  const result = (error?: unknown) => ({ out: Buffer.concat(out), unfinished: limit.unfinished, error });
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    for (let chunk = bytes.subarray(start, end); chunk.length > 0;) {
      try {
        const taken = limit.next(chunk);
        out.push(chunk.subarray(0, taken));
        chunk = chunk.subarray(taken);
      } catch (error) {
        return result(error);
      }
    }
    start = end;
  }
  return result();
}

t.test('packets up to the limit pass unchanged, however they are cut into chunks', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(3_000), { maxLength: 6 }),
      (lengths, cuts) => {
        const bytes = Buffer.concat(lengths.map(packet));
        const { out, unfinished, error } = read(new PacketLimit(300), bytes, cuts);
        return error === undefined && unfinished === 0 && out.equals(bytes);
      },
    ),
    { seed: 1 },
  );
  t.end();
});

t.test('a packet above the limit fails at its header, wherever the chunk ends', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
      fc.integer({ min: 301, max: 100_000 }),
      fc.array(fc.nat(3_000), { maxLength: 6 }),
      (lengths, tooLong, cuts) => {
        const bytes = Buffer.concat([...lengths.map(packet), packet(tooLong).subarray(0, 5)]);
        const { error } = read(new PacketLimit(300), bytes, cuts);
        return error instanceof PacketTooLarge;
      },
    ),
    { seed: 2 },
  );
  t.end();
});

t.test('the largest length of a header is refused before any content arrives', (t) => {
  const { error } = read(new PacketLimit(64 * 1024), Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), []);
  t.ok(error instanceof PacketTooLarge);
  t.end();
});

t.test('of many small packets in one chunk a few are read at a time', (t) => {
  const pings = Buffer.concat(Array.from({ length: 1_000 }, () => Buffer.from([0xc0, 0])));
  t.equal(new PacketLimit(300).next(pings), 32);
  t.end();
});

t.test('the number of unfinished bytes is known', (t) => {
  const limit = new PacketLimit(300);
  t.equal(limit.next(packet(200).subarray(0, 103)), 103);
  t.equal(limit.unfinished, 103);
  t.end();
});
