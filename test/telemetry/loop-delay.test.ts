import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { LoopDelay } from '../../src/telemetry/loop-delay.ts';
import { eventually } from '../support/eventually.ts';

const BLOCK_S = 0.2;
/** The histogram rounds, so it shows a block a little shorter than it was. */
const SEEN_S = BLOCK_S / 2;

/** Holds the event loop up. */
function block(): void {
  const end = performance.now() + BLOCK_S * 1_000;
  while (performance.now() < end);
}

t.test('a block is in the next sample and in the next scrape, whichever comes first', async (t) => {
  const delay = new LoopDelay();
  // The measurement starts at its first turn.
  await eventually(() => delay.sample() !== null);
  block();
  await nextTurn();
  let scraped = 0;
  await eventually(() => (scraped = Math.max(scraped, delay.scrape())) >= SEEN_S);
  const sample = delay.sample()!;
  t.ok(sample.max >= SEEN_S, 'a scrape takes nothing from the sample');
  t.ok(scraped >= SEEN_S, `${scraped} s`);
});
