/** Sign-in links in MongoDB. */
import type { LinkState, SignIn, SignInWishes, UnstartedWishes } from '../accounts.ts';
import { USED_LINK_KEPT_MS } from '../accounts.ts';
import type { SignInDocument } from './account-documents.ts';
import { findAmong } from './bulk.ts';
import type { Collections } from './documents.ts';

type Links = Pick<Collections, 'signIns'>;

const usable = (tokenHash: string, now: number) => ({
  _id: tokenHash,
  expiresAt: { $gt: new Date(now) },
  usedAt: { $exists: false },
});

export async function addSignIn(
  { signIns }: Links,
  tokenHash: string,
  email: string,
  expiresAt: Date,
  { wishes = [], preferences = {}, waitingHash }: SignInWishes,
): Promise<void> {
  await signIns.insertOne({
    _id: tokenHash,
    email,
    expiresAt,
    wishes: [...wishes],
    preferences,
    ...(waitingHash !== undefined && { waitingHash }),
  });
}

export async function peekSignIn({ signIns }: Links, tokenHash: string, now: number): Promise<SignIn | undefined> {
  const link = await signIns.findOne(usable(tokenHash, now));
  return link === null ? undefined : signInOf(link);
}

/** Uses the link up. undefined: it cannot be used. */
export async function takeSignIn({ signIns }: Links, tokenHash: string, now: number): Promise<SignIn | undefined> {
  const used = { usedAt: new Date(now), expiresAt: new Date(now + USED_LINK_KEPT_MS) };
  const link = await signIns.findOneAndUpdate(usable(tokenHash, now), { $set: used });
  return link === null ? undefined : signInOf(link);
}

export async function unstartedWishes(
  { signIns, users }: Pick<Collections, 'signIns' | 'users'>,
  usedBefore: Date,
  limit: number,
): Promise<UnstartedWishes[]> {
  const links = await signIns
    .find({ usedAt: { $lte: usedBefore }, 'wishes.0': { $exists: true } })
    .sort({ usedAt: 1 })
    .limit(limit)
    .toArray();
  const found = await findAmong(users, 'email', [...new Set(links.map(({ email }) => email))], ['email', 'leaving']);
  const ids = new Map(found.flatMap(({ _id, email, leaving }) => (leaving === true ? [] : [[email, _id]])));
  return links.flatMap(({ _id: tokenHash, email, wishes = [] }) => {
    const userId = ids.get(email);
    return userId === undefined ? [] : [{ tokenHash, userId, wishes }];
  });
}

export async function forgetWishes({ signIns }: Links, tokenHash: string): Promise<void> {
  await signIns.updateOne({ _id: tokenHash, usedAt: { $exists: true } }, { $set: { wishes: [] } });
}

export async function linkState({ signIns }: Links, waitingHash: string, now: number): Promise<LinkState> {
  const link = await signIns.findOne({ waitingHash, expiresAt: { $gt: new Date(now) } });
  if (link === null) return 'expired';
  return link.usedAt === undefined ? 'waiting' : 'used';
}

function signInOf({ email, wishes = [], preferences = {} }: SignInDocument): SignIn {
  return { email, wishes, preferences };
}
