/** Requests about the student's channels. All reject with ApiError. */
import type { AddedChannel, Channel, ChannelList, NewChannel } from '../../contract/channels.ts';
import type { PushKey } from '../../contract/push-key.ts';
import { ask } from '../shared/http.ts';

const CHANNELS = '/api/v1/channels';

export const fetchChannels = (): Promise<ChannelList> => ask(CHANNELS);
export const addChannel = (body: NewChannel): Promise<AddedChannel> => ask(CHANNELS, { method: 'POST', body });
export const removeChannel = (id: string): Promise<void> => ask(`${CHANNELS}/${id}`, { method: 'DELETE' });
export const testChannel = (id: string): Promise<Channel> => ask(`${CHANNELS}/${id}/test`, { method: 'POST' });
export const verifyChannel = (id: string, code: string): Promise<Channel> =>
  ask(`${CHANNELS}/${id}/verify`, { method: 'POST', body: { code } });
export const fetchPushKey = (): Promise<PushKey> => ask('/api/v1/push-key');
