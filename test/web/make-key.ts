/** Makes keys as an operator does. */
import { bearer } from './stage.ts';
import type { stage } from './stage.ts';

type Stage = Awaited<ReturnType<typeof stage>>;

export async function makeKey({ ask }: Stage, body: object = { label: 'Home Assistant' }) {
  const { status, body: key } = await ask('POST', '/api/v1/keys', { headers: bearer, body });
  return { status, key, header: { authorization: `Bearer ${String(key['id'])}.${String(key['secret'])}` } };
}
