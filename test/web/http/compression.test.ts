import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const HISTORY = `/api/v1/sections/${CSE310}/history`;

/** Unlike fetch, this does not unpack the answer. */
function asSent(url: string, path: string, accepts: string) {
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(new URL(path, url), { headers: { 'accept-encoding': accepts } }, (response) => {
      void buffer(response).then((body) => resolve({ headers: response.headers, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function withHistory(t: Parameters<typeof stage>[0]) {
  const staged = await stage(t, {
    pages: {
      'index.html': '<!doctype html>',
      assets: { 'a-12345678.js': 'long', 'a-12345678.js.br': 'short', 'a-12345678.js.gz': 'mid' } as unknown as string,
    },
  });
  for (const enrolled of [150, 149, 148, 147]) await staged.see(CSE310, { enrolled });
  return staged;
}

t.test('a long answer is compressed the way the client accepts, and is the same when unpacked', async (t) => {
  const { ask, url } = await withHistory(t);
  const plain = (await ask('GET', HISTORY)).text;
  for (const [accepts, encoding, unpack] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, *', 'gzip', gunzipSync],
    ['br;q=0.1, gzip;q=0.9', 'gzip', gunzipSync],
  ] as const) {
    const { headers, body } = await asSent(url(), HISTORY, accepts);
    t.match(headers, { 'content-encoding': encoding, vary: /accept-encoding/ }, accepts);
    t.equal(unpack(body).toString(), plain);
    t.ok(body.length < plain.length / 3, `${body.length} of ${plain.length} bytes`);
  }
});

t.test('a client that accepts no compression gets the answer as it is', async (t) => {
  const { url } = await withHistory(t);
  for (const accepts of ['', 'identity', 'nonsense', 'gzip;q=0, br;q=0']) {
    const { headers, body } = await asSent(url(), HISTORY, accepts);
    t.notOk('content-encoding' in headers, accepts);
    t.match(headers['vary'], /accept-encoding/, 'caches keep both forms apart');
    t.equal((JSON.parse(body.toString()) as { changes: object[] }).changes.length, 4);
  }
});

t.test('a short answer is not compressed', async (t) => {
  const { url } = await withHistory(t);
  t.notOk('content-encoding' in (await asSent(url(), '/api/v1/session', 'gzip, br')).headers);
});

t.test('built files are sent as they were compressed at the build', async (t) => {
  const { url } = await withHistory(t);
  for (const [accepts, body, encoding] of [
    ['gzip, deflate, br', 'short', 'br'],
    ['gzip', 'mid', 'gzip'],
    ['identity', 'long', undefined],
  ] as const) {
    const answer = await asSent(url(), '/assets/a-12345678.js', accepts);
    t.equal(answer.body.toString(), body, accepts);
    t.equal(answer.headers['content-encoding'], encoding);
    t.match(answer.headers, { 'content-type': /javascript/, 'cache-control': /immutable/ });
  }
});
