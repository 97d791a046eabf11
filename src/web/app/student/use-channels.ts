/** The student's verified channels, for the dialog of a watch. */
import { useCallback } from 'preact/hooks';
import type { Channel, ChannelList } from '../../contract/channels.ts';
import { ask } from '../shared/http.ts';
import { useLoaded } from '../shared/use-loaded.ts';

/** Empty until they are loaded, and while nobody is signed in. */
export function useChannels(email: string | null): Channel[] {
  const load = useCallback(
    async () => (email === null ? [] : (await ask<ChannelList>('/api/v1/channels')).channels),
    [email],
  );
  return (useLoaded(load).value ?? []).filter(({ verified }) => verified);
}
