import { Parser } from '@asyncapi/parser';
import t from 'tap';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { changeTopic, nodeTopic, PUBLIC_ROOTS, sectionTopic } from '../../../src/bus/topics.ts';
import { alertsAfter, publicAlert } from '../../../src/domain/alerts.ts';
import { observe, observeCancelled } from '../../../src/domain/change.ts';
import { ASYNCAPI } from '../../../src/web/contract/asyncapi.ts';
import type { ClientFrame, ServerFrame } from '../../../src/web/contract/frames.ts';
import type { OperatorClientFrame } from '../../../src/web/contract/operator-frames.ts';
import { OPERATOR_TOPICS } from '../../../src/web/contract/operator-topics.ts';
import type { OperatorTopic } from '../../../src/web/contract/operator-topics.ts';
import { readings } from '../../support/readings.ts';
import { AT, seen, state } from '../../support/states.ts';
import { OPERATOR_TOKEN, stage } from '../stage.ts';

const { channels, operations } = ASYNCAPI;

function payload(channel: string, message: string): TSchema {
  const schema = channels[channel]?.messages[message]?.payload;
  if (schema === undefined) throw new Error(`the document has no message ${message} of ${channel}`);
  return schema;
}

t.test('the document is valid AsyncAPI 3.0 without errors or warnings', async (t) => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(ASYNCAPI));
  t.same(
    diagnostics.filter(({ severity }) => severity <= 1).map(({ message, path }) => `${path.join('.')}: ${message}`),
    [],
  );
  t.equal(document?.version(), '3.0.0');
});

t.test('it describes every public root topic, the messages between actors, and no other topic', (t) => {
  const roots = Object.values(channels)
    .map(({ address }) => address)
    .filter((address) => address.startsWith('pickmyclass/'))
    .map((address) => address.split('/').slice(0, 2).join('/'));
  t.same(roots.toSorted(), [...PUBLIC_ROOTS, 'pickmyclass/actors'].toSorted());
  t.end();
});

t.test('its addresses are those that the program publishes on', (t) => {
  const fill = (address: string, values: Record<string, string>) =>
    address.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
  const key = { institution: 'asu', term: '2267', classNumber: '66445' };
  const [change] = observe('asu', state(), seen({ enrolled: 149 }), AT).changes;
  t.equal(fill(channels['section']!.address, key), sectionTopic(state().section));
  t.equal(fill(channels['change']!.address, { ...key, kind: 'opened' }), changeTopic(change!));
  t.equal(fill(channels['node']!.address, { nodeId: 'node-1' }), nodeTopic('node-1'));
  t.end();
});

t.test('everything but changes and messages between actors is retained, and public topics are QoS 1', (t) => {
  const told = Object.entries(operations).map(
    ([name, { bindings }]) => `${name} ${bindings?.mqtt.qos} ${bindings?.mqtt.retain}`,
  );
  t.same(told.slice(0, 7), [
    'section 1 true',
    'change 1 false',
    'node 1 true',
    'health 1 true',
    'alert 1 true',
    'homeAssistant 1 true',
    'actors 0 false',
  ]);
  t.end();
});

t.test('real states match their schema', (t) => {
  const online = [{ days: [], start: null, end: null, location: 'ASU Online' }];
  const states = [
    state(),
    state({ status: 'unknown' }),
    state({ capacity: null }),
    state({ capacity: 9999 }),
    state({ capacity: 10, enrolled: 12 }),
    state({ waitlist: null, instructors: null, meetings: null }),
    state({ instructors: [], meetings: [] }),
    state({ meetings: online as never }),
  ];
  for (const sample of states) t.ok(Check(payload('section', 'section'), sample), JSON.stringify(sample));
  t.end();
});

t.test('real changes of every kind match their schema', (t) => {
  const { changes } = observe(
    'asu',
    state({ status: 'cancelled' }),
    seen({ enrolled: 149, instructors: ['Ben Birch'], meetings: [], waitlist: { capacity: 5, count: 0 } }),
    AT,
  );
  const closed = observe('asu', state({ enrolled: 149 }), seen({ enrolled: 150 }), AT).changes;
  const all = [...changes, ...closed, ...observeCancelled(state(), AT).changes];
  t.same([...new Set(all.map(({ kind }) => kind))].toSorted(), [
    'cancelled',
    'closed',
    'instructor',
    'listed',
    'opened',
    'schedule',
    'seats',
    'waitlist',
  ]);
  for (const change of all) t.ok(Check(payload('change', 'change'), change), change.kind);
  t.end();
});

t.test('nodes, health and alerts match their schemas', (t) => {
  const checked = { status: 'healthy' };
  const checks = {
    store: checked,
    bus: checked,
    source: { status: 'degraded', code: 'PMC_BREAKER_OPEN' },
    browsers: checked,
    email: checked,
    configuration: checked,
  };
  const alerts = alertsAfter([], readings()).map(publicAlert);
  t.ok(Check(payload('node', 'node'), { online: true, startedAt: AT }));
  t.ok(Check(payload('health', 'health'), { status: 'degraded', timestamp: AT, checks, response_time_ms: 3 }));
  for (const alert of alerts) t.ok(Check(payload('alert', 'alert'), alert), alert.name);
  t.end();
});

t.test('frames in both directions match their schemas', (t) => {
  const [change] = observe('asu', state(), seen({ enrolled: 149 }), AT).changes;
  const { section } = state();
  const frames: (ClientFrame | ServerFrame)[] = [
    { type: 'subscribe', sections: [section] },
    { type: 'subscribe', sections: [section], since: '7' },
    { type: 'unsubscribe', sections: [section] },
    { type: 'subscribe-mine' },
    { type: 'snapshot', cursor: '7', reset: false, sections: [state(), { section, status: 'unknown', version: 0 }] },
    { type: 'change', cursor: '8', change: change! },
    { type: 'checked', section, checkedAt: AT, nextCheckAt: AT },
    { type: 'checked', section, checkedAt: AT, nextCheckAt: null },
    { type: 'error', code: 'PMC_FRAME_INVALID', message: 'the frame was refused: it is not JSON' },
  ];
  for (const frame of frames) t.ok(Check(payload('live', frame.type), frame), JSON.stringify(frame));
  t.end();
});

t.test("the frames of the operators' page match their schemas, and values those of their topics", async (t) => {
  const web = await stage(t);
  const operators = await web.operators();
  const topics = Object.keys(OPERATOR_TOPICS) as OperatorTopic[];
  const frames: OperatorClientFrame[] = [
    { type: 'sign-in', token: OPERATOR_TOKEN },
    { type: 'watch', topics },
  ];
  for (const frame of frames) {
    t.ok(Check(payload('operators', frame.type), frame), frame.type);
    operators.send(frame);
  }
  for (const frame of await operators.take(1 + topics.length)) {
    t.ok(Check(payload('operators', frame.type), frame), JSON.stringify(frame));
    if (frame.type === 'value') t.ok(Check(OPERATOR_TOPICS[frame.topic], frame.value), frame.topic);
  }
});

t.test('invalid payloads do not match', (t) => {
  const wrong: [string, string, unknown][] = [
    ['section', 'section', { ...state(), status: 'free' }],
    ['section', 'section', { ...state(), version: 0 }],
    ['section', 'section', { ...state(), instructors: 'Ada Alder' }],
    ['change', 'change', { id: 'x' }],
    ['node', 'node', { online: 'yes', startedAt: AT }],
    ['alert', 'alert', { name: 'x' }],
    ['live', 'subscribe', { type: 'subscribe', sections: 'all' }],
    ['live', 'change', { type: 'change' }],
  ];
  for (const [channel, message, sample] of wrong)
    t.notOk(Check(payload(channel, message), sample), `${message} ${JSON.stringify(sample).slice(0, 60)}`);
  t.end();
});

t.test('it is served at /docs/asyncapi.json', async (t) => {
  const web = await stage(t);
  const { status, body } = await web.ask('GET', '/docs/asyncapi.json');
  t.equal(status, 200);
  t.same(body, JSON.parse(JSON.stringify(ASYNCAPI)));
});
