import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { systemClock } from '../../src/runtime/index.ts';

t.test('a timer that is longer than Node allows does not fire at once', async (t) => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  t.teardown(() => process.off('warning', note));
  for (const delayMs of [2 ** 31 - 1, 2 ** 31, Infinity]) {
    const timer = systemClock.setTimeout(() => t.fail('it fired'), delayMs);
    await setImmediate();
    systemClock.clearTimeout(timer);
  }
  t.same(warnings, []);
});
