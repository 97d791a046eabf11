import t from 'tap';
import { DeadLetters } from '../../../src/runtime/messaging/dead-letters.ts';

t.test('all dead letters are counted by reason, and the newest 50 are kept', (t) => {
  const deadLetters = new DeadLetters();
  for (let index = 0; index < 60; index += 1) {
    deadLetters.add({
      at: '2026-11-23T20:00:00.000Z',
      reason: index % 2 === 0 ? 'no-actor' : 'expired',
      address: `n/${index}`,
      detail: 'note',
    });
  }
  const { count, recent } = deadLetters.inspect();
  t.same(count, { 'no-actor': 30, expired: 30 });
  t.same([recent.length, recent[0]?.address, recent.at(-1)?.address], [50, 'n/10', 'n/59']);
  t.end();
});
