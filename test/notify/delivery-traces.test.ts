/** Notifications in the trace of the look that found the change. */
import t from 'tap';
import { systemClock } from '../../src/runtime/index.ts';
import { partsOf, sampled, newContext } from '../../src/telemetry/traces/span.ts';
import { CSE310 } from '../contract/store/harness.ts';
import { recordedSpans } from '../support/recorded-spans.ts';
import { PUT_OFF, REFUSED, SENT } from './scripted-channel.ts';
import { stage } from './stage.ts';

const OPENED = `${CSE310}#2:opened`;

t.test('a notification that is sent later, after a failed attempt, belongs to the look', async (t) => {
  const { tracer, spans, names } = recordedSpans(systemClock);
  const on = await stage(t, { tracer });
  await on.start();
  await on.watcher('ada.lovelace');
  await on.opening();
  const look = sampled(newContext());
  await on.store.traces.keep({ [OPENED]: look });
  const answers = [PUT_OFF, SENT];
  on.channel.answer = () => answers.shift()!;
  await on.announce();
  t.same(names(), ['notification queued', 'send email']);
  t.match(spans[1], { kind: 'producer', error: 'retry' });
  await on.clock.advance(60_000);
  t.same(names(), ['notification queued', 'send email', 'send email'], 'the second attempt did not wait to be queued');
  t.ok(spans.every(({ parent, context }) => parent === look && partsOf(context)!.trace === partsOf(look)!.trace));
  t.match(spans[2], { error: null });
  t.match(spans[2]!.attributes, {
    'pickmyclass.channel': 'email',
    'pickmyclass.section': CSE310,
    'pickmyclass.kind': 'opened',
    'pickmyclass.attempt': 2,
    'pickmyclass.outcome': 'sent',
  });
  t.notMatch(JSON.stringify(spans), /lovelace|example\.edu/);
});

t.test('another process that takes over continues the trace', async (t) => {
  const first = await stage(t, {});
  await first.start();
  await first.watcher('ada');
  await first.opening();
  const look = sampled(newContext());
  await first.store.traces.keep({ [OPENED]: look });
  const { tracer, spans } = recordedSpans(systemClock);
  const second = await stage(t, { node: 'n', tracer, beside: first });
  await second.start();
  await second.announce();
  t.match(spans.at(-1), { name: 'send email', parent: look });
});

t.test('a refusal for good is a failed span; a change without a trace has none', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const on = await stage(t, { tracer });
  await on.start();
  await on.watcher('ada');
  await on.opening();
  await on.store.traces.keep({ [OPENED]: sampled(newContext()) });
  on.channel.answer = () => REFUSED;
  await on.announce();
  t.match(spans.at(-1), { name: 'send email', error: 'dead', attributes: { 'pickmyclass.outcome': 'dead' } });
  const before = spans.length;
  on.channel.answer = () => SENT;
  await on.opening();
  await on.announce();
  t.equal(on.channel.sent.length, 1);
  t.equal(spans.length, before);
});
