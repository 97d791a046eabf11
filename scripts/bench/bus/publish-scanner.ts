/** Reads PUBLISH packets at QoS 1 out of a stream of bytes, and makes their acknowledgements. */

const PUBLISH = 3;

export class PublishScanner {
  #rest: Buffer = Buffer.alloc(0);

  /** Calls `received` with the instant at the start of each payload, `{"at":<milliseconds>,`. Returns the PUBACKs. */
  take(chunk: Buffer, received: (sentAt: number) => void): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const ids: number[] = [];
    let at = 0;
    for (;;) {
      const body = bodyOf(bytes, at);
      if (body === undefined || body.end > bytes.length) break;
      if (bytes[at]! >> 4 === PUBLISH) {
        const idAt = body.start + 2 + bytes.readUInt16BE(body.start);
        ids.push(bytes[idAt]!, bytes[idAt + 1]!);
        received(instantAt(bytes, idAt + 2 + '{"at":'.length));
      }
      at = body.end;
    }
    // A copy: the chunk may be large, and what is left of it small.
    this.#rest = Buffer.from(bytes.subarray(at));
    const acknowledgements = Buffer.allocUnsafe(2 * ids.length);
    for (let index = 0; index < ids.length; index += 2)
      acknowledgements.writeUInt32BE(0x40020000 + ids[index]! * 256 + ids[index + 1]!, 2 * index);
    return acknowledgements;
  }
}

/** The packet that begins at `at`, without its fixed header; undefined while that is not complete. */
function bodyOf(bytes: Buffer, at: number): { start: number; end: number } | undefined {
  let length = 0;
  for (let index = 1; index <= 4; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) return { start: at + index + 1, end: at + index + 1 + length };
  }
  throw new Error('the length of the packet never ends');
}

function instantAt(bytes: Buffer, at: number): number {
  let value = 0;
  for (let index = at; bytes[index]! >= 0x30 && bytes[index]! <= 0x39; index += 1)
    value = 10 * value + bytes[index]! - 0x30;
  return value;
}
