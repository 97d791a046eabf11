import t from 'tap';
import { runBus } from '../../../scripts/bench/bus/bus.ts';
import { mosquittoPath } from '../../support/mosquitto.ts';
import { tinyRun } from './support.ts';

t.test('each broker there is delivers at both levels, to one and many, and what it has retained', async (t) => {
  const crowd = { subscribers: 20, frozen: 2, perSecond: 100, seconds: 0.5 };
  const report = await tinyRun((bench) => runBus(bench, { rounds: 1, messages: 150, many: 3, retained: 20, crowd }));
  const crowded = report.tables.splice(5);
  for (const { title, rows } of crowded)
    for (const { name, figures } of rows) t.equal(figures['% delivered']!.median, 100, `${title}: ${name}`);
  t.same(
    report.tables.map(({ title }) => title),
    [
      'QoS 0, one subscriber',
      'QoS 0, 3 subscribers',
      'QoS 1, one subscriber',
      'QoS 1, 3 subscribers',
      'a new subscriber of 20 retained messages, QoS 1',
    ],
  );
  const brokers = ['ours', 'aedes', ...(mosquittoPath('mosquitto') === undefined ? [] : ['Mosquitto'])];
  for (const { title, rows } of report.tables) {
    t.same(
      rows.map(({ name }) => name),
      brokers,
      title,
    );
    for (const { name, figures } of rows) t.ok(figures['messages/s']!.median > 0, `${title}: ${name}`);
  }
});
