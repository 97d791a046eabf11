/** A student's channels: e-mail, browsers that take push messages, and webhooks. */
import { Type } from 'typebox';
import type { StudentChannel } from '../../domain/channel.ts';
import { MAX_CHANNELS } from '../../domain/channel.ts';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import { SYSTEM_LOOKUP } from '../../net/destination.ts';
import { sameSecret } from '../../net/same-secret.ts';
import { channelCode } from '../../notify/channel-code.ts';
import { provenBy } from '../../notify/proof.ts';
import type { User } from '../../store/accounts.ts';
import { replaceChannel } from '../../watching/replace-channel.ts';
import type { Language } from '../../words/language.ts';
import { studentOf } from '../auth.ts';
import { browserLabel } from '../browser-label.ts';
import { AddedChannel, Channel, ChannelList, NewChannel, Verification } from '../contract/channels.ts';
import { channelView, isSame, labelOf, secretOf } from '../channel-view.ts';
import { webError } from '../errors.ts';
import { channelLimits } from '../http/channel-limits.ts';
import type { Routes } from '../http/route.ts';
import { checkNewChannel } from '../new-channel.ts';
import { testMail } from '../pages/test-mail.ts';

const Params = Type.Object({ id: Type.String({ maxLength: 200 }) });
const tags = ['channels'];

export const channelRoutes: Routes = (app, { node: { store, secrets, config }, actors, baseUrl }) => {
  const { channels } = store;
  const limited = channelLimits(app);
  const rules = { ...config.webhooks, lookup: SYSTEM_LOOKUP };

  async function channelOf(userId: string, id: string): Promise<StudentChannel> {
    const channel = await channels.find(userId, id);
    if (channel === undefined) throw webError('PMC_CHANNEL_NOT_FOUND', {});
    return channel;
  }

  async function languageOf(userId: string): Promise<Language> {
    return ((await store.accounts.preferences(userId)) ?? DEFAULT_PREFERENCES).language;
  }

  /** Sends a test. One that arrives ends a mute, and proves a channel that shows no code. */
  async function test({ id: userId, email }: User, channel: StudentChannel): Promise<Channel> {
    const sent =
      channel.type === 'email'
        ? await actors.sendMail(testMail(email, await languageOf(userId), `${baseUrl()}/`))
        : await actors.testChannel(channel.type, userId, channel.id);
    if (sent.outcome === 'failed') throw webError('PMC_TEST_FAILED', { reason: sent.message });
    if (channel.muted !== null) await channels.unmute(userId, channel.id);
    if (!channel.verified && provenBy(channel) === 'arrival') await channels.verify(userId, channel.id);
    return channelView(await channelOf(userId, channel.id));
  }

  app.get(
    '/api/v1/channels',
    { schema: { tags, summary: 'My channels', response: { 200: ChannelList } } },
    async (request) => ({ channels: (await channels.list(studentOf(request).id)).map(channelView) }),
  );

  app.post(
    '/api/v1/channels',
    {
      preHandler: limited,
      config: { errors: ['PMC_CHANNEL_LIMIT', 'PMC_CHANNEL_DUPLICATE', 'PMC_TOO_MANY_REQUESTS'] },
      schema: {
        tags,
        summary: 'Add a browser or a webhook',
        description: 'It is told nothing until it is verified.',
        body: NewChannel,
        response: { 201: AddedChannel },
      },
    },
    async (request, reply) => {
      const { id: userId } = studentOf(request);
      const checked = await checkNewChannel(request.body, rules, secrets.vapid.publicKey);
      const label = labelOf(checked, browserLabel(request.headers['user-agent']));
      const same = (await channels.list(userId)).find((channel) => isSame(channel, checked));
      if (same !== undefined && checked.type === 'webhook') throw webError('PMC_CHANNEL_DUPLICATE', {});
      // A browser that subscribes again has new keys.
      if (same !== undefined) await channels.remove(userId, same.id);
      const added = await channels.add(userId, {
        type: checked.type,
        label,
        settings: { ...checked.settings },
        verified: false,
      });
      if (added.outcome === 'limit') throw webError('PMC_CHANNEL_LIMIT', { max: MAX_CHANNELS });
      if (same !== undefined) await replaceChannel(store.watches, userId, same.id, added.channel.id);
      reply.code(201).header('cache-control', 'no-store');
      return { ...channelView(added.channel), ...secretOf(checked) };
    },
  );

  app.delete(
    '/api/v1/channels/:id',
    {
      config: { errors: ['PMC_CHANNEL_NOT_FOUND', 'PMC_CHANNEL_KEPT'] },
      schema: { tags, summary: 'Remove a channel', params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id: userId } = studentOf(request);
      const channel = await channelOf(userId, request.params.id);
      if (channel.type === 'email') throw webError('PMC_CHANNEL_KEPT', {});
      await replaceChannel(store.watches, userId, channel.id, null);
      await channels.remove(userId, channel.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/channels/:id/test',
    {
      preHandler: limited,
      config: { errors: ['PMC_CHANNEL_NOT_FOUND', 'PMC_TEST_FAILED', 'PMC_TOO_MANY_REQUESTS'] },
      schema: {
        tags,
        summary: 'Send me a test',
        description:
          'A test that arrives ends a mute. It also verifies a browser, and a json webhook that answers 2xx. Other ' +
          'webhooks show a code, which /verify takes.',
        params: Params,
        response: { 200: Channel },
      },
    },
    async (request) => {
      const student = studentOf(request);
      return test(student, await channelOf(student.id, request.params.id));
    },
  );

  app.post(
    '/api/v1/channels/:id/verify',
    {
      preHandler: limited,
      config: { errors: ['PMC_CHANNEL_NOT_FOUND', 'PMC_CODE_WRONG', 'PMC_TEST_FAILED', 'PMC_TOO_MANY_REQUESTS'] },
      schema: {
        tags,
        summary: 'Verify a channel',
        description:
          'With the code that the test message showed. A browser and a json webhook need no code: a test is sent, ' +
          'and the channel is verified if it arrives.',
        params: Params,
        body: Type.Union([Verification, Type.Null()]),
        response: { 200: Channel },
      },
    },
    async (request) => {
      const student = studentOf(request);
      const { id: userId } = student;
      const channel = await channelOf(userId, request.params.id);
      if (provenBy(channel) === 'arrival') return test(student, channel);
      const { code = '' } = request.body ?? {};
      if (!sameSecret(code.trim(), channelCode(channel.id, secrets.sessionSecret)))
        throw webError('PMC_CODE_WRONG', {});
      await channels.verify(userId, channel.id);
      return channelView(await channelOf(userId, channel.id));
    },
  );
};
