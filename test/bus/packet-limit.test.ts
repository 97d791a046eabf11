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

/** Sends `bytes` in chunks that end at `cuts`. */
function send(limit: PacketLimit, bytes: Buffer, cuts: number[]): Promise<{ out: Buffer; error?: Error }> {
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    limit.on('data', (chunk: Buffer) => out.push(chunk));
    limit.on('error', (error) => resolve({ out: Buffer.concat(out), error }));
    limit.on('end', () => resolve({ out: Buffer.concat(out) }));
    const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
    let start = 0;
    for (const end of [...ends, bytes.length]) {
      limit.write(bytes.subarray(start, end));
      start = end;
    }
    limit.end();
  });
}

t.test('packets up to the limit pass unchanged, however they are cut into chunks', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }), fc.array(fc.nat(3_000), { maxLength: 6 }),
    async (lengths, cuts) => {
      const bytes = Buffer.concat(lengths.map(packet));
      const { out, error } = await send(new PacketLimit(300), bytes, cuts);
      return error === undefined && out.equals(bytes);
    },
  ), { seed: 1 });
});

t.test('a packet beyond the limit fails at its header, wherever it is cut', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }), fc.integer({ min: 301, max: 100_000 }), fc.array(fc.nat(3_000), { maxLength: 6 }),
    async (lengths, tooLong, cuts) => {
      const bytes = Buffer.concat([...lengths.map(packet), packet(tooLong).subarray(0, 5)]);
      const { error } = await send(new PacketLimit(300), bytes, cuts);
      return error instanceof PacketTooLarge;
    },
  ), { seed: 2 });
});

t.test('the greatest length a header can announce is refused before any of it came', async (t) => {
  const { error } = await send(new PacketLimit(64 * 1024), Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), []);
  t.ok(error instanceof PacketTooLarge);
});
