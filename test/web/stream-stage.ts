/** A server with clients of its stream of changes. */
import type { Test } from 'tap';
import { CSE310 } from '../contract/store/harness.ts';
import { EventClient } from './event-client.ts';
import { stage } from './stage.ts';

/** A server on which sections change and are announced. */
export async function streamStage(t: Test) {
  const web = await stage(t);
  let enrolled = 150;
  await web.see(CSE310, { enrolled });
  const change = async (look = {}): Promise<string[]> => {
    enrolled -= 1;
    const { changes } = (await web.see(CSE310, { ...look, enrolled })).result;
    web.announce({ type: 'announced', checked: [], states: [], changes });
    // Until the next batch may be sent.
    await web.clock.advance(50);
    return changes.map(({ change: { id } }) => id);
  };
  const open = (headers = {}, query = '') => EventClient.open(t, web.url(), headers, query);
  return { ...web, change, open };
}

export const idsOf = (events: { change: { id: string } }[]): string[] => events.map(({ change: { id } }) => id);
