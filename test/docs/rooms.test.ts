/** Imports between rooms: none goes up, and none goes in a circle. */
import t from 'tap';
import { inOrder } from '../../scripts/docs/rooms-page.ts';
import { reachedFrom, readFloors, readImports } from '../../scripts/docs/rooms.ts';

const imports = readImports();
const order = inOrder(await readFloors());

t.test('every room has a floor', async (t) => {
  for (const room of imports.keys()) t.ok(order.includes(room), room);
});

t.test('no import goes up', async (t) => {
  for (const [from, targets] of imports) {
    for (const to of targets) t.ok(order.indexOf(from) < order.indexOf(to), `${from} → ${to}`);
  }
});

t.test('no room imports itself through others', async (t) => {
  for (const room of imports.keys()) t.notOk(reachedFrom(room, imports).has(room), room);
});
