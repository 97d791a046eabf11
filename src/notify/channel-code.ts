/** The code that a test message to a chat shows. A student who types it in has seen the message. */
import { createHmac } from 'node:crypto';

const DIGITS = 6;

/** Six digits, always the same for one channel. Only a few tries are allowed, so that it cannot be guessed. */
export function channelCode(channelId: string, secret: string): string {
  // The prefix keeps other signatures with this secret from being valid here.
  const mac = createHmac('sha256', secret).update(`channel:${channelId}`).digest();
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}
