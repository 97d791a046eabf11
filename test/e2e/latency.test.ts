/**
 * From the opening to the student takes one check interval and little more. The figures are printed, and only very bad
 * ones fail.
 */
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Change } from '../../src/domain/change.ts';
import { MailServer } from '../notify/mail-server.ts';
import { eventually } from '../support/eventually.ts';
import { allAre } from '../support/looking-in.ts';
import { startCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import { measureSlowness } from '../support/slowness.ts';
import { livePage } from '../support/student.ts';
import { changesIn } from '../support/accepted-mails.ts';
import { prepareWatchers } from '../support/watchers.ts';

const INTERVAL_MS = 2_000;
/** On a quiet machine. */
const GENEROUS_MS = INTERVAL_MS + 30_000;

t.test('an opening quickly reaches live pages, MQTT and mail', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const sections = (await campus.sections('status=full&limit=5')).map(({ section }) => section);
  const dataDir = t.testdir();
  const environment = { ASU_CATALOG_URL: campus.catalogUrl, CHECK_INTERVAL_SECONDS: String(INTERVAL_MS / 1_000) };
  await prepareWatchers(dataDir, ['ada'], sections);
  const server = await new MailServer().listen();
  t.teardown(() => server.close());
  const system = await startSystem(t, dataDir, { ...environment, SMTP_URL: server.url });
  await eventually(() => allAre(system, sections, 'full'));

  const slowness = measureSlowness(t);
  const heardAt = new Map<string, number>();
  const hear = (by: string, change: string): void => {
    if (change.endsWith(':opened')) heardAt.set(`${by} ${change.split('#')[0]}`, performance.now());
  };
  const mqtt = await connectAsync(system.mqttUrl, { protocolVersion: 4 });
  t.teardown(() => mqtt.endAsync());
  mqtt.on('message', (_, payload) => hear('MQTT', (JSON.parse(payload.toString()) as Change).id));
  await mqtt.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  server.answers.data = (received) => {
    for (const change of changesIn(received)) hear('mail', change);
    return undefined;
  };
  const page = await livePage(system, sections, (frame) => {
    if (frame.type === 'change') hear('page', (frame['change'] as Change).id);
  });
  t.teardown(() => page.close());
  await eventually(() => page.frames.some(({ type }) => type === 'snapshot'));

  for (const section of sections) {
    const openedAt = performance.now();
    await campus.openSeat(section);
    const ways = ['page', 'MQTT', 'mail'];
    await eventually(() => ways.every((way) => heardAt.has(`${way} ${section}`)));
    const took = ways.map((way) => Math.round(heardAt.get(`${way} ${section}`)! - openedAt));
    t.ok(
      Math.max(...took) < GENEROUS_MS * slowness(openedAt),
      `ms to ${ways.join(', ')}: ${took.join(', ')} at an interval of ${INTERVAL_MS}`,
    );
  }
  t.equal(await system.stop(), 0);
});
