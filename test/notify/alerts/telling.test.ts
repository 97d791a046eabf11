import t from 'tap';
import type { News } from '../../../src/notify/alerts/news.ts';
import { AlertTelling } from '../../../src/notify/alerts/telling.ts';
import { ManualClock, recordingLog, settle } from '../../../src/runtime/testing/index.ts';
import type { Incident } from '../../../src/store/incidents.ts';

const OPS = 'ops@example.edu';

function stage(names: string[] = [OPS]) {
  const clock = new ManualClock();
  const heard: string[] = [];
  const noted: (readonly [string, readonly string[]])[] = [];
  let refuses: string[] = [];
  const recipients = names.map((name) => ({
    name,
    send: async ({ endedAt }: News) => {
      if (refuses.includes(name)) throw new Error('not now');
      heard.push(`${endedAt === null ? 'start' : 'end'} ${name}`);
    },
  }));
  const note = async (id: string, told: readonly string[]): Promise<void> => void noted.push([id, told]);
  const newTelling = (): AlertTelling => new AlertTelling({ recipients, note, clock, log: recordingLog() });
  const incident = (over: Partial<Incident> = {}): Incident => ({
    id: 'x@1',
    alert: 'x',
    severity: 'warning',
    value: 1,
    threshold: 0,
    startedAt: new Date(clock.now()).toISOString(),
    endedAt: null,
    told: [],
    ...over,
  });
  return { clock, heard, noted, newTelling, incident, refuse: (...who: string[]) => void (refuses = who) };
}

t.test('each recipient is told once of the start and once of the end', async (t) => {
  const { clock, heard, noted, newTelling, incident } = stage([OPS, 'webhook']);
  const telling = newTelling();
  const open = incident();
  for (let times = 0; times < 3; times += 1) {
    telling.tell([open]);
    await settle();
  }
  t.same(heard, [`start ${OPS}`, 'start webhook']);
  await clock.advance(3_600_000);
  const ended = { ...open, endedAt: new Date(clock.now()).toISOString() };
  for (let times = 0; times < 3; times += 1) {
    telling.tell([ended]);
    await settle();
  }
  t.same(heard.slice(2), [`end ${OPS}`, 'end webhook']);
  t.ok(noted.some(([id, told]) => id === 'x@1' && told.includes('end webhook')));
});

t.test('after a restart, nobody is told twice', async (t) => {
  const { heard, newTelling, incident } = stage();
  newTelling().tell([incident({ told: [`start ${OPS}`] })]);
  await settle();
  t.same(heard, []);
});

t.test('a recipient who cannot be reached is told later, and does not keep the others waiting', async (t) => {
  const { clock, heard, newTelling, incident, refuse } = stage([OPS, 'webhook']);
  const telling = newTelling();
  refuse(OPS);
  const open = incident();
  telling.tell([open]);
  await settle();
  t.same(heard, ['start webhook']);
  refuse();
  await clock.advance(29_999);
  telling.tell([open]);
  await settle();
  t.same(heard.length, 1, 'not at once');
  await clock.advance(1);
  telling.tell([open]);
  await settle();
  t.same(heard, ['start webhook', `start ${OPS}`]);
});

t.test('of an incident that is over, only the end is told, and not long after', async (t) => {
  const { clock, heard, newTelling, incident } = stage();
  const ended = incident({ endedAt: new Date(clock.now()).toISOString() });
  await clock.advance(600_000);
  newTelling().tell([ended]);
  await settle();
  t.same(heard, [], 'ten minutes later it is no news to somebody who was not told of the start');
  newTelling().tell([{ ...ended, told: [`start ${OPS}`] }]);
  await settle();
  t.same(heard, [`end ${OPS}`]);
});
