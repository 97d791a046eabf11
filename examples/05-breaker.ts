/** Breaker: after two failures in a row no call goes out, until a pause is over and one call has worked. */
import { Breaker } from '../src/runtime/index.ts';
import { ManualClock } from '../src/runtime/testing/index.ts';

// A program takes `systemClock`. Nobody has to wait for this clock.
const clock = new ManualClock();
const breaker = new Breaker('the weather service', clock, {
  failures: 2,
  resetMs: 60_000,
  successes: 1,
  callTimeoutMs: 1_000,
});
let broken = true;
const askForWeather = async (): Promise<string> => {
  if (broken) throw new Error('no connection');
  return 'sunny';
};
const call = async (): Promise<void> => {
  const answer = await breaker.call(askForWeather).catch((error: Error) => error.message);
  console.log(`${answer} (the breaker is ${breaker.state})`);
};

await call();
await call();
await call();
broken = false;
await clock.advance(60_000);
console.log(`after the pause the breaker is ${breaker.state}`);
await call();
