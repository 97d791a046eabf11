/** How the student proves that a channel is theirs. */
import type { StudentChannel } from '../domain/channel.ts';
import { webhookSettings } from './webhook/settings.ts';

/**
 * `arrival`: a test that arrives is enough, because a browser has given us its own keys, and a program cannot type.
 * `code`: a test shows a code to the people in a chat, and the student types it in.
 */
export function provenBy({ type, settings }: StudentChannel): 'arrival' | 'code' {
  return type === 'webhook' && webhookSettings(settings).format !== 'json' ? 'code' : 'arrival';
}
