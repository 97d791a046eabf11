import t from 'tap';
import fc from 'fast-check';
import { Refusals } from '../../src/notify/refusals.ts';

const refusal = (name: string, text = '550 user unknown') => ({
  ids: [`${name} id`],
  recipient: `${name}@example.edu`,
  text,
  bounced: null as string | null,
});

t.test('a single refusal blames the recipient', async (t) => {
  const refusals = new Refusals();
  t.same(refusals.refused(refusal('ada')), { on: 'recipient' });
  t.same(refusals.refused(refusal('ben')), { on: 'recipient' });
});

t.test('three recipients refused in a row with one text are an outage, and none of them is to blame', async (t) => {
  const refusals = new Refusals();
  refusals.refused(refusal('ada'));
  refusals.refused(refusal('ben'));
  t.same(refusals.refused(refusal('cid')), { on: 'channel', former: ['ada id', 'ben id'] });
  t.same(refusals.refused(refusal('dan')), { on: 'channel', former: [] }, 'each is told of once');
});

t.test('one recipient refused three times, other texts, or an accepted mail in between are no outage', async (t) => {
  const again = new Refusals();
  for (let count = 0; count < 5; count += 1) t.same(again.refused(refusal('ada')), { on: 'recipient' });
  const texts = new Refusals();
  for (const text of ['user unknown', 'mailbox full', 'user unknown', 'no such domain'])
    t.same(texts.refused(refusal(text, text)), { on: 'recipient' });
  const between = new Refusals();
  for (const name of ['ada', 'ben', 'cid', 'dan']) {
    t.same(between.refused(refusal(name)), { on: 'recipient' });
    if (name === 'ben') between.accepted('eve');
  }
});

t.test('a recipient that is refused again after another was accepted is to blame', async (t) => {
  const refusals = new Refusals();
  for (const name of ['ada', 'ben', 'cid']) refusals.refused(refusal(name));
  refusals.accepted('eve@example.edu');
  for (const name of ['ada', 'ben', 'cid']) t.same(refusals.refused(refusal(name)), { on: 'recipient' });
});

t.test('a blocked mail may concern everyone, until others are blocked too or accepted', async (t) => {
  const refusals = new Refusals();
  t.equal(refusals.blocked('odd'), 'perhaps');
  t.equal(refusals.blocked('odd'), 'perhaps', 'that tells nothing new');
  t.equal(refusals.blocked('other'), 'everyone');
  t.equal(refusals.blocked('odd'), 'everyone', 'nobody was accepted since');
  refusals.accepted('third');
  t.equal(refusals.blocked('odd'), 'message');
  t.equal(refusals.blocked('new'), 'perhaps');
  refusals.accepted('odd');
  t.equal(refusals.blocked('odd'), 'perhaps', 'once accepted, it is as any other');
});

t.test('while other mails are accepted in between, no recipient holds up the channel twice', async () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('ada', 'ben', 'cid', 'dan'), { maxLength: 40 }), (tries) => {
      const refusals = new Refusals();
      const blamed = new Map<string, number>();
      for (const name of tries) {
        if (refusals.blocked(name) !== 'message') blamed.set(name, (blamed.get(name) ?? 0) + 1);
        refusals.accepted('eve');
      }
      return [...blamed.values()].every((count) => count === 1);
    }),
    { seed: 8 },
  );
});

t.test('an address that does not exist is told once the server has accepted another recipient', async (t) => {
  const refusals = new Refusals();
  const gone = (name: string) => ({ ...refusal(name), bounced: `email of ${name}` });
  refusals.refused(gone('ada'));
  refusals.refused(refusal('ben'));
  t.same(refusals.accepted('cid@example.edu'), ['email of ada']);
  t.same(refusals.accepted('cid@example.edu'), []);
  for (const name of ['ada', 'ben', 'cid']) refusals.refused(gone(name));
  t.same(refusals.accepted('dan@example.edu'), [], 'the server said so of everyone');
});
