import t from 'tap';
import { busiestWithPlace, placesOf, poolStatus } from '../../../src/checking/looking/pooled-browser.ts';

const browser = (id: string, looks: number, ready = true) => ({ id, looks, ready, carries: 6 });

t.test('the busiest browser that is ready and has a free place gets the next look', async (t) => {
  const browsers = [browser('idle', 0), browser('busy', 2), browser('full', 3), browser('away', 2, false)];
  t.equal(busiestWithPlace(browsers, () => 3)?.id, 'busy');
  t.equal(busiestWithPlace(browsers, () => 2)?.id, 'idle');
  t.equal(
    busiestWithPlace(browsers, () => 0),
    undefined,
  );
});

t.test('a browser has three times as many places as its tabs carry looks', async (t) => {
  t.equal(placesOf(2)(6), 36);
  t.equal(placesOf(1)(100), 300);
});

t.test('only browsers that are ready count as available or busy', async (t) => {
  const browsers = [browser('idle', 0), browser('busy', 2), browser('away', 0, false)];
  t.same(poolStatus(browsers, 4, true), { total: 3, available: 1, busy: 1, queued: 4, overloaded: true, ready: true });
  t.match(poolStatus([browser('away', 0, false)], 0, false), { available: 0, busy: 0, ready: false });
});
