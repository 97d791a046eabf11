import t from 'tap';
import fc from 'fast-check';
import { Breaker, BREAKER_DEFAULTS } from '../../../src/runtime/guarding/breaker.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const times = (count: number, act: () => void): void => {
  for (let index = 0; index < count; index += 1) act();
};
const opened = (clock: ManualClock, options = BREAKER_DEFAULTS): Breaker => {
  const breaker = new Breaker('catalog', clock, options);
  times(options.failures, () => breaker.admit().failure());
  return breaker;
};

t.test('a breaker opens after 10 failures in a row, not before', (t) => {
  const breaker = new Breaker('catalog', new ManualClock());
  times(9, () => breaker.admit().failure());
  breaker.admit().success();
  times(9, () => breaker.admit().failure());
  t.equal(breaker.state, 'closed', 'a success in between starts the count anew');
  breaker.admit().failure();
  t.equal(breaker.state, 'open');
  t.end();
});

t.test('an open breaker refuses calls and tells for how long', async (t) => {
  const clock = new ManualClock();
  const breaker = opened(clock);
  await clock.advance(30_000);
  t.throws(() => breaker.admit(), {
    code: 'RUNTIME_BREAKER_OPEN',
    message: 'the circuit breaker of catalog is open for another 90000 ms',
  });
  t.equal(breaker.remainingMs, 90_000);
});

t.test('a breaker is half-open after two minutes and closes after 3 successes in a row', async (t) => {
  const clock = new ManualClock();
  const breaker = opened(clock);
  await clock.advance(119_999);
  t.equal(breaker.state, 'open');
  await clock.advance(1);
  t.equal(breaker.state, 'half-open');
  t.equal(breaker.remainingMs, 0);
  times(2, () => breaker.admit().success());
  t.equal(breaker.state, 'half-open');
  breaker.admit().success();
  t.equal(breaker.state, 'closed');
  times(9, () => breaker.admit().failure());
  t.equal(breaker.state, 'closed', 'and counts failures from none');
});

t.test('one failure opens a half-open breaker for the full time', async (t) => {
  const clock = new ManualClock();
  const breaker = opened(clock);
  await clock.advance(120_000);
  times(2, () => breaker.admit().success());
  breaker.admit().failure();
  t.equal(breaker.remainingMs, 120_000);
});

t.test('a trip opens the breaker at once, for a pause that doubles up to the reset time', async (t) => {
  const clock = new ManualClock();
  const breaker = new Breaker('mail', clock);
  const late = breaker.admit();
  for (const pauseMs of [20_000, 40_000, 80_000, 120_000, 120_000]) {
    breaker.admit().trip(20_000, true);
    late.trip(20_000, true);
    t.equal(breaker.remainingMs, pauseMs, 'what was admitted before says nothing new');
    await clock.advance(pauseMs);
    t.equal(breaker.state, 'half-open');
  }
  times(3, () => breaker.admit().success());
  breaker.admit().trip(20_000, true);
  t.equal(breaker.remainingMs, 20_000, 'closed in between, it begins anew');
  await clock.advance(20_000);
  breaker.admit().trip(20_000, false);
  t.equal(breaker.remainingMs, 20_000, 'it grows only where the caller says so');
});

t.test('a half-open breaker lets through no more calls than it needs', async (t) => {
  const clock = new ManualClock();
  const breaker = opened(clock);
  await clock.advance(120_000);
  const permits = [breaker.admit(), breaker.admit(), breaker.admit()];
  t.throws(() => breaker.admit(), {
    code: 'RUNTIME_BREAKER_OPEN',
    message: 'the circuit breaker of catalog is half-open, and as many calls as it needs are tried',
  });
  permits[0]?.release();
  t.doesNotThrow(() => breaker.admit(), 'a call that was never made gives its place back');
  t.throws(() => breaker.admit());
  await clock.advance(45_000);
  t.doesNotThrow(() => breaker.admit(), 'permits that were never settled are forgotten after the call timeout');
});

t.test('a call that was refused or never made is neither a failure nor a success', (t) => {
  const breaker = new Breaker('catalog', new ManualClock());
  times(9, () => breaker.admit().failure());
  times(20, () => breaker.admit().release());
  t.equal(breaker.state, 'closed');
  breaker.admit().failure();
  times(20, () => t.throws(() => breaker.admit()));
  t.equal(breaker.remainingMs, 120_000, 'refusals do not keep it open longer');
  t.end();
});

t.test('results that come late or twice do not count', async (t) => {
  const clock = new ManualClock();
  const breaker = new Breaker('catalog', clock);
  const early = [breaker.admit(), breaker.admit(), breaker.admit(), breaker.admit()];
  const twice = breaker.admit();
  times(10, () => twice.failure());
  t.equal(breaker.state, 'closed');
  times(9, () => breaker.admit().failure());
  await clock.advance(120_000);
  t.equal(breaker.state, 'half-open');
  early.slice(0, 3).forEach((permit) => permit.success());
  t.equal(breaker.state, 'half-open', 'successes of calls made before it opened do not close it');
  early[3]?.failure();
  t.equal(breaker.state, 'half-open', 'nor does such a failure open it');
});

t.test('a call passes its value and its error on', async (t) => {
  const breaker = new Breaker('catalog', new ManualClock(), { ...BREAKER_DEFAULTS, failures: 1 });
  t.equal(await breaker.call(async () => 'answer'), 'answer');
  await t.rejects(
    breaker.call(async () => {
      throw new Error('no');
    }),
    { message: 'no' },
  );
  await t.rejects(
    breaker.call(async () => 'answer'),
    { code: 'RUNTIME_BREAKER_OPEN' },
  );
});

t.test('a call that takes longer than 45 s is a failure', async (t) => {
  const clock = new ManualClock();
  const breaker = new Breaker('catalog', clock, { ...BREAKER_DEFAULTS, failures: 1 });
  const rejected = t.rejects(
    breaker.call(() => new Promise(() => {})),
    { code: 'RUNTIME_CALL_TIMEOUT', message: 'the call to catalog took longer than 45000 ms' },
  );
  await clock.advance(44_999);
  t.equal(breaker.state, 'closed');
  await clock.advance(1);
  await rejected;
  t.equal(breaker.state, 'open');
});

t.test('after any sequence of results and pauses the breaker is open exactly when the counts say so', async (t) => {
  const options = { failures: 3, resetMs: 100, successes: 2, callTimeoutMs: 10 };
  const steps = fc.array(fc.constantFrom('success', 'failure', 'release', 'wait'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      let now = 0;
      const clock = {
        now: () => now,
        monotonic: () => now,
        setTimeout: () => ({ unref: () => {} }),
        clearTimeout: () => {},
      };
      const breaker = new Breaker('catalog', clock, options);
      let model = { state: 'closed', count: 0 };
      for (const step of sequence) {
        if (step === 'wait') {
          now += options.resetMs;
          if (model.state === 'open') model = { state: 'half-open', count: 0 };
        } else if (model.state === 'open') {
          try {
            breaker.admit();
            return false;
          } catch {
            /* refused, as it must be */
          }
        } else {
          breaker.admit()[step]();
          if (step === 'success')
            model = model.state === 'closed' ? { state: 'closed', count: 0 } : { ...model, count: model.count + 1 };
          if (step === 'failure')
            model = model.state === 'half-open' ? { state: 'open', count: 0 } : { ...model, count: model.count + 1 };
          if (model.state === 'half-open' && model.count === options.successes) model = { state: 'closed', count: 0 };
          if (model.state === 'closed' && model.count === options.failures) model = { state: 'open', count: 0 };
        }
        if (breaker.state !== model.state) return false;
      }
      return true;
    }),
    { seed: 1, numRuns: 500 },
  );
  t.pass();
});

t.test('by hand, a breaker closes at once and opens for as long as asked', async (t) => {
  const clock = new ManualClock();
  const breaker = opened(clock);
  breaker.reset();
  t.equal(breaker.state, 'closed');
  const before = breaker.admit();
  breaker.force(3_600_000);
  before.success();
  t.equal(breaker.state, 'open', 'a call from before does not close it');
  t.equal(breaker.remainingMs, 3_600_000);
  await clock.advance(3_600_000);
  t.equal(breaker.state, 'half-open');
});
