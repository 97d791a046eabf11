/** Everybody who may ask the server for something, and what each is let in to. */
import type { Asked } from './asking.ts';
import { bearer, OPERATOR, VIEWER } from './stage.ts';
import type { stage } from './stage.ts';

const OUT = 'PMC_NOT_SIGNED_IN';
const NOT = 'PMC_NOT_OPERATOR';
const READS = 'PMC_VIEWER_READS';
const NO_KEY = 'PMC_KEY_WRONG';
export type Group = 'anyone' | 'student' | 'read' | 'write';

/** The code that each identity is refused with; null: it is let in. */
export const TABLE: Record<string, Record<Group, string | null>> = {
  stranger: { anyone: null, student: OUT, read: OUT, write: OUT },
  student: { anyone: null, student: null, read: NOT, write: NOT },
  'suspended student': { anyone: null, student: OUT, read: OUT, write: OUT },
  'ended session': { anyone: null, student: OUT, read: OUT, write: OUT },
  viewer: { anyone: null, student: null, read: null, write: READS },
  'operator by address': { anyone: null, student: null, read: null, write: null },
  'operator by token': { anyone: null, student: OUT, read: null, write: null },
  'wrong token': { anyone: null, student: OUT, read: 'PMC_OPERATOR_TOKEN_WRONG', write: 'PMC_OPERATOR_TOKEN_WRONG' },
  'key for facts': { anyone: null, student: OUT, read: NOT, write: NOT },
  'key to view': { anyone: null, student: OUT, read: null, write: READS },
  'revoked key': { anyone: NO_KEY, student: NO_KEY, read: NO_KEY, write: NO_KEY },
};

export type Stage = Awaited<ReturnType<typeof stage>>;

/** Each way to ask, with what it sends. */
export async function identities({ ask, signIn, store }: Stage): Promise<Record<string, Asked>> {
  const key = async (scopes: string[]): Promise<{ id: string; asked: Asked }> => {
    const { body } = await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'other', scopes } });
    const id = String(body['id']);
    return { id, asked: { headers: { authorization: `Bearer ${id}.${String(body['secret'])}` } } };
  };
  const revoked = await key(['facts', 'view']);
  await ask('DELETE', `/api/v1/keys/${revoked.id}`, { headers: bearer });
  const [suspended, ended] = [await signIn('sue@example.edu'), await signIn('eve@example.edu')];
  const [sue] = await store.users.page({ text: 'sue@', filter: null, sort: 'email', after: null, limit: 1 });
  await store.users.suspend(sue!.id);
  await ask('DELETE', '/api/v1/session', { cookie: ended });
  return {
    stranger: {},
    student: { cookie: await signIn('ben@example.edu') },
    'suspended student': { cookie: suspended },
    'ended session': { cookie: ended },
    viewer: { cookie: await signIn(VIEWER) },
    'operator by address': { cookie: await signIn(OPERATOR) },
    'operator by token': { headers: bearer },
    'wrong token': { headers: { authorization: 'Bearer wrong-token-of-thirty-two-characters' } },
    'key for facts': (await key(['facts'])).asked,
    'key to view': (await key(['facts', 'view'])).asked,
    'revoked key': revoked.asked,
  };
}
