import t from 'tap';
import { CSE310, CSE310_TOO, MAT210 } from '../../contract/store/harness.ts';
import { liveStage } from './stage.ts';

t.test('a subscribe is answered by one snapshot, in the order of its sections', async (t) => {
  const { look, live } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [MAT210, CSE310, MAT210] });
  const snapshot = await client.next();
  t.match(snapshot, {
    type: 'snapshot',
    cursor: String,
    reset: false,
    sections: [
      { section: MAT210, status: 'unknown', version: 0 },
      { section: CSE310, status: 'full', version: 1 },
    ],
  });
  t.same(snapshot.sections[0], { section: MAT210, status: 'unknown', version: 0 });
  t.equal(snapshot.sections.length, 2);
  t.same(await client.rest(), []);
});

t.test(
  'a subscribe without sections is answered by an empty snapshot, so that clients can ask for a sign of life',
  async (t) => {
    const { live } = await liveStage(t);
    const client = await live();
    client.send({ type: 'subscribe', sections: [] });
    t.match(await client.next(), { type: 'snapshot', cursor: String, sections: [] });
  },
);

t.test('a client gets news only of its own sections, until it unsubscribes', async (t) => {
  const { look, live } = await liveStage(t);
  for (const section of [CSE310, CSE310_TOO, MAT210]) await look(section);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310, CSE310_TOO] });
  await client.next();
  client.send({ type: 'unsubscribe', sections: [CSE310_TOO, MAT210] });
  t.same(await client.rest(), []);
  for (const section of [MAT210, CSE310_TOO, CSE310]) await look(section, { enrolled: 149 });
  t.same(
    (await client.take(3)).map(({ type, change }) => change?.section ?? type),
    [CSE310, CSE310, 'checked'],
  );
});

t.test('subscribe-mine needs a session and subscribes to the watched sections', async (t) => {
  const { live, look, ask, signIn } = await liveStage(t);
  await look(CSE310);
  await look(MAT210);
  const nobody = await live();
  nobody.send({ type: 'subscribe-mine' });
  t.match(await nobody.next(), { type: 'error', code: 'PMC_NOT_SIGNED_IN' });

  const cookie = await signIn();
  await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  const student = await live({ cookie });
  student.send({ type: 'subscribe-mine' });
  t.match((await student.next()).sections, [{ section: CSE310 }]);
  await look(MAT210, { enrolled: 149 });
  await look(CSE310, { enrolled: 149 });
  t.match(await student.next(), { type: 'change', change: { section: CSE310 } });
});

t.test('an invalid key gets an error in addition to the snapshot of the others', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  client.send({ type: 'subscribe', sections: ['asu/2267', CSE310, 5, null, { section: CSE310 }] });
  const frames = await client.take(5);
  t.same(
    frames.filter(({ type }) => type === 'error').map(({ code }) => code),
    Array.from({ length: 4 }, () => 'PMC_SECTION_KEY_INVALID'),
  );
  t.match(frames.find(({ type }) => type === 'snapshot')?.sections, [{ section: CSE310 }]);
  client.send({ type: 'subscribe', sections: [] });
  t.match(await client.next(), { type: 'snapshot', sections: [] });
});

t.test('a frame may list 500 sections; a connection 1,000, plus as many as a student may watch', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  const keys = Array.from({ length: 1_004 }, (_, index) => `asu/2267/${10_000 + index}`);
  for (const type of ['subscribe', 'unsubscribe']) {
    client.send({ type, sections: keys.slice(0, 501) });
    t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID', message: /500/ });
  }
  for (const part of [keys.slice(0, 500), keys.slice(500, 1_000), keys.slice(990, 1_003)]) {
    client.send({ type: 'subscribe', sections: part });
    t.equal((await client.next()).sections.length, part.length);
  }
  client.send({ type: 'subscribe', sections: keys.slice(1_000) });
  t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID', message: /1003/ });
  client.send({ type: 'unsubscribe', sections: keys.slice(0, 1) });
  client.send({ type: 'subscribe', sections: keys.slice(1_003) });
  t.equal((await client.next()).sections.length, 1);
});
