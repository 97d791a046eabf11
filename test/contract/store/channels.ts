/** The channels of students. */
import type { Test } from 'tap';
import type { StudentChannel } from '../../../src/domain/channel.ts';
import { emailChannelId, MAX_CHANNELS } from '../../../src/domain/channel.ts';
import type { NewChannel } from '../../../src/store/channels.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, FULL, OPEN, see, student, takePending, watch } from './harness.ts';

const HOOK: NewChannel = {
  type: 'webhook',
  label: 'chat.example.com',
  settings: { url: 'https://chat.example.com/hook', secret: 'hush' },
  verified: true,
};

export async function addChannel(
  { store }: Pick<StoreHarness, 'store'>,
  userId: string,
  channel: Partial<NewChannel> = {},
): Promise<StudentChannel> {
  const added = await store.channels.add(userId, { ...HOOK, ...channel });
  if (added.outcome !== 'added') throw new Error(`the channel was not added: ${added.outcome}`);
  return added.channel;
}

export function channelsContract(t: Test, make: MakeHarness): void {
  t.test('every student has a verified e-mail channel, which stays the same and cannot be removed', async (t) => {
    const harness = await make(t);
    const { accounts, channels } = harness.store;
    const ada = await student(harness);
    const [email, ...others] = await channels.list(ada);
    t.match(email, {
      id: emailChannelId(ada),
      userId: ada,
      type: 'email',
      label: 'ada@example.edu',
      verified: true,
      muted: null,
      createdAt: new Date(harness.now()).toISOString(),
    });
    t.same(others, []);
    await harness.advance(1_000);
    await accounts.addSignIn('again', 'ada@example.edu', 1_000);
    await accounts.signIn('again', 'another session', 1_000);
    t.same(await channels.list(ada), [email]);
    t.equal(await channels.remove(ada, email!.id), false);
    t.same(await channels.list(ada), [email]);
  });

  t.test('a channel is added, found, verified and removed by its student only', async (t) => {
    const harness = await make(t);
    const { channels } = harness.store;
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    await harness.advance(1);
    const added = await addChannel(harness, ada, { verified: false });
    t.match(added, { ...HOOK, userId: ada, verified: false, muted: null });
    t.same((await channels.list(ada)).at(-1), added);
    t.equal((await channels.list(ben)).length, 1);
    t.equal(await channels.find(ben, added.id), undefined);
    t.equal(await channels.verify(ben, added.id), false);
    t.equal(await channels.unmute(ben, added.id), false);
    t.equal(await channels.remove(ben, added.id), false);
    t.equal(await channels.verify(ada, added.id), true);
    t.same(await channels.find(ada, added.id), { ...added, verified: true });
    t.equal(await channels.remove(ada, added.id), true);
    t.equal(await channels.find(ada, added.id), undefined);
    t.equal(await channels.remove(ada, added.id), false);
  });

  t.test('a student has a limited number of channels, and only students have any', async (t) => {
    const harness = await make(t);
    const { channels } = harness.store;
    const ada = await student(harness);
    for (let count = 1; count < MAX_CHANNELS; count += 1) await addChannel(harness, ada);
    t.same(await channels.add(ada, HOOK), { outcome: 'limit' });
    t.equal((await channels.list(ada)).length, MAX_CHANNELS);
    await t.rejects(channels.add('nobody', HOOK), { code: 'PMC_NOT_SIGNED_IN' });
    t.same(await channels.list('nobody'), []);
  });

  t.test('each verified channel that is not muted gets a notification, with its settings', async (t) => {
    const harness = await make(t);
    const { channels, notifications } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    const silent = await addChannel(harness, ada, { type: 'web-push' });
    await channels.mute(silent.id, 'turned off', 'us');
    const [notice] = await takePending(harness, 'mailer');
    await notifications.record('mailer', [{ id: notice!.id, outcome: 'sent' }]);
    const hook = await addChannel(harness, ada);
    await addChannel(harness, ada, { type: 'web-push', verified: false });
    await see(harness, CSE310, OPEN);
    t.match(await fanOut(harness), { notifications: 2 });
    t.match(await takePending(harness, 'mailer'), [
      { channel: 'email', destination: emailChannelId(ada), settings: {} },
    ]);
    const [told, ...others] = await notifications.claim('webhook', 'hooks', 60_000, 10);
    t.match(told, { channel: 'webhook', destination: hook.id, settings: HOOK.settings, recipient: 'ada@example.edu' });
    t.ok(told!.id.endsWith(`+${hook.id}`));
    t.same(others, []);
    t.same(await notifications.claim('web-push', 'pushes', 60_000, 10), []);
  });

  t.test('muting a channel gives up what it was still to be told, and unmuting does not bring it back', async (t) => {
    const harness = await make(t);
    const { channels, deadLetters, notifications } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    const hook = await addChannel(harness, ada);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const since = new Date(harness.now()).toISOString();
    t.equal(await channels.mute(hook.id, 'gone', 'us'), true);
    t.equal(await channels.mute(hook.id, 'another reason', 'us'), false);
    t.equal(await channels.mute('no such channel', 'gone', 'us'), false);
    t.match(await channels.find(ada, hook.id), { muted: { since, reason: 'gone' } });
    t.equal(await notifications.countPending(), 2, 'the mail, and the notice');
    t.equal(await deadLetters.count(), 0);
    t.equal(await channels.unmute(ada, hook.id), true);
    t.match(await channels.find(ada, hook.id), { muted: null });
    t.equal(await notifications.countPending(), 1);
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness), { notifications: 2 }, 'what happens next is told again');
  });

  t.test('the other channels hear of a muted one, until it works again or is removed', async (t) => {
    const harness = await make(t);
    const { channels, notifications } = harness.store;
    const ada = await student(harness);
    await student(harness, 'ben@example.edu');
    const hook = await addChannel(harness, ada);
    await channels.mute(hook.id, 'gone', 'us');
    const claimed = await takePending(harness, 'mailer');
    t.match(claimed, [
      {
        notice: 'channel-muted',
        recipient: 'ada@example.edu',
        watch: null,
        muted: { label: HOOK.label, reason: 'gone' },
      },
    ]);
    t.equal(claimed.length, 1);
    t.equal(await channels.mute(hook.id, 'gone', 'us'), false);
    t.equal(await notifications.countPending(), 1, 'once');
    await channels.unmute(ada, hook.id);
    t.equal(await notifications.countPending(), 0);
    await channels.mute(hook.id, 'turned off', 'student');
    t.equal(await notifications.countPending(), 0, 'the student knows');
    await channels.unmute(ada, hook.id);
    await channels.mute(hook.id, 'gone', 'us');
    t.equal(await notifications.countPending(), 1);
    await channels.remove(ada, hook.id);
    t.equal(await notifications.countPending(), 0);
  });

  t.test('removing a channel removes its notifications; deleting the student removes all channels', async (t) => {
    const harness = await make(t);
    const { accounts, channels, notifications } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    const [first, second] = [await addChannel(harness, ada), await addChannel(harness, ada)];
    await see(harness, CSE310, OPEN);
    t.match(await fanOut(harness), { notifications: 3 });
    await channels.remove(ada, first.id);
    t.equal(await notifications.countPending(), 2);
    await accounts.remove(ada);
    t.equal(await notifications.countPending(), 0);
    t.same(await channels.list(ada), []);
    t.equal(await channels.mute(second.id, 'gone', 'us'), false);
  });

  t.test('the export names the channels without their secrets', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await harness.advance(1);
    const { id } = await addChannel(harness, ada);
    const exported = await harness.store.accounts.export(ada);
    t.match(exported, { channels: [{ type: 'email' }, { id, type: 'webhook', label: HOOK.label, verified: true }] });
    t.notOk(JSON.stringify(exported).includes('hush'));
  });

  t.test('a postponed notification waits, counts no attempt, and is postponed by its holder only', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const [{ id } = { id: '' }] = await takePending(harness, 'one');
    await notifications.postpone('two', [id], 1);
    await notifications.postpone('one', [id], 30_000);
    t.equal(await notifications.nextDueInMs('email'), 30_000);
    t.same(await takePending(harness, 'two'), []);
    await harness.advance(30_000);
    t.match(await takePending(harness, 'two'), [{ id, attempts: 0 }]);
  });

  t.test('an address that bounces is muted by its address; nobody else is', async (t) => {
    const harness = await make(t);
    const { channels } = harness.store;
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    t.ok(await channels.muteAddress('ada@example.edu', 'bounced'));
    t.notOk(await channels.muteAddress('ada@example.edu', 'complained'), 'it is muted already');
    t.notOk(await channels.muteAddress('nobody@example.edu', 'bounced'));
    t.match(await channels.list(ada), [{ type: 'email', muted: { reason: 'bounced' } }]);
    t.match(await channels.list(ben), [{ type: 'email', muted: null }]);
  });
}
