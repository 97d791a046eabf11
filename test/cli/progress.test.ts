import t from 'tap';
import { Progress } from '../../src/cli/progress.ts';

/** Shows a count every 50 ms, from 0 to 40 of 40. Returns what was written. */
function shown(isTTY: boolean): string[] {
  const written: string[] = [];
  const out = { isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  let now = 0;
  const progress = new Progress(out, { monotonic: () => now });
  for (let count = 0; count <= 40; count += 1, now += 50) progress.show('watches', count, 40);
  progress.show('sessions', 0, 0);
  return written;
}

t.test('a pipe gets a line each second and at the end, and nothing about what is empty', async (t) => {
  t.same(shown(false), ['watches 20 of 40\n', 'watches 40 of 40\n']);
});

t.test('a terminal gets one line with a bar that grows', async (t) => {
  const written = shown(true);
  t.equal(written.length, 20);
  t.ok(written.every((text) => text.startsWith('\r\u{1b}[K') && text.endsWith('\n') === text.includes('40 of 40')));
  t.equal(written.at(-1), `\r\u{1b}[K${'█'.repeat(30)} watches 40 of 40\n`);
  t.match(written[9], /\[K█{15}░{15} watches 20 of 40$/);
});
