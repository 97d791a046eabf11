/** The first five minutes of a new user, as in the README, with the real program. */
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { TreeNode } from '../../src/runtime/index.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { eventually } from '../support/eventually.ts';
import { startSystem } from '../support/running-system.ts';
import { livePage, signIn } from '../support/student.ts';

t.test('a student gets an opening once on the live page, by MQTT and by mail', async (t) => {
  const system = await startSystem(t, t.testdir(), { CHECK_INTERVAL_SECONDS: '2' });
  const campus = ((await (await fetch(`${system.url}/api/v1/about`)).json()) as { campusUrl: string }).campusUrl;
  const { sections: full } = (await (await fetch(`${campus}/api/sections?status=full&limit=1`)).json()) as {
    sections: { section: string; term: string; subject: string; catalogNumber: string }[];
  };
  const { section, term, subject, catalogNumber } = full[0]!;
  // A slow machine has no answer before its browser has started.
  await eventually(async () => {
    const search = `institution=asu&term=${term}&q=${subject}+${catalogNumber}`;
    const answer = await fetch(`${system.url}/api/v1/search?${search}`);
    const { sections = [] } = (await answer.json()) as { sections?: SectionState[] };
    return sections.some((state) => state.section === section && state.status === 'full');
  });

  const ada = await signIn(system, 'ada@example.edu');
  const watching = await ada.api('/api/v1/watches', { method: 'POST', json: { section } });
  t.equal(watching.status, 201);
  t.match(await watching.json(), { section, kinds: ['opened'], paused: false, verified: true });

  const page = await livePage(system, [section]);
  t.teardown(() => page.close());
  await eventually(() => page.frames.some(({ type }) => type === 'snapshot'));
  const mqtt = await connectAsync(system.mqttUrl, { protocolVersion: 4 });
  t.teardown(() => mqtt.endAsync());
  const heard: string[] = [];
  mqtt.on('message', (topic) => {
    heard.push(topic);
  });
  await mqtt.subscribeAsync(`pickmyclass/changes/${section}/+`, { qos: 1 });
  // First seen as full, so that the opening is a change.
  await eventually(() => page.frames.some(({ type }) => type === 'checked'));

  await fetch(`${campus}/api/sections/${section.replace('asu/', '')}/open-seat`, { method: 'POST' });
  await eventually(() =>
    page.frames.some((frame) => frame.type === 'change' && (frame['change'] as { kind: string }).kind === 'opened'),
  );
  await eventually(() => heard.includes(`pickmyclass/changes/${section}/opened`));
  const [mail] = await eventually(async () => {
    const mails = await ada.mails();
    return mails.length > 0 && mails;
  });
  t.match(mail, { subject: /^\d+ seats? open: / });
  t.equal(mail?.changes.length, 1);

  const tree = (await (await system.operator('/api/v1/supervisors')).json()) as TreeNode;
  t.same(
    tree.children.map(({ id }) => id),
    ['bus', 'store', 'membership', 'campus', 'notifying', 'checking', 'publisher', 'alerting', 'sampling', 'web'],
  );
  await eventually(async () => (await fetch(`${system.url}/api/monitoring/health`)).status === 200);
  t.equal(await system.stop(), 0);
  t.equal((await ada.mails()).length, 1, 'told once');
});
