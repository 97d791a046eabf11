import t from 'tap';
import { StorePatience } from '../../src/checking/store-patience.ts';

t.test('a store that accepts writes delays nothing', async (t) => {
  const patience = new StorePatience();
  t.equal(patience.admit(0), 'look');
  t.equal(patience.remainingMs(0), 0);
});

t.test('after a failed write the store is probed, with pauses that grow to 15 seconds', async (t) => {
  const patience = new StorePatience();
  let now = 0;
  const pauses: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    patience.failed(now);
    t.equal(patience.admit(now), 'wait');
    pauses.push(patience.remainingMs(now));
    now += patience.remainingMs(now);
    t.equal(patience.admit(now), 'probe');
    t.equal(patience.admit(now), 'wait', 'one probe at a time');
  }
  t.same(pauses, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

t.test('a probe that works allows one look; only a successful write ends the wait', async (t) => {
  const patience = new StorePatience();
  patience.failed(0);
  t.equal(patience.admit(1_000), 'probe');
  patience.proven();
  t.equal(patience.admit(1_100), 'look');
  t.equal(patience.admit(1_100), 'wait');
  t.equal(patience.admit(2_100), 'probe', 'also when nobody ever hears of that look');
  patience.succeeded();
  t.equal(patience.admit(2_100), 'look');
  t.equal(patience.admit(2_100), 'look');
});
