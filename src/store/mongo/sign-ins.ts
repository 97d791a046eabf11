/** Sign-in links in MongoDB. */
import type { LinkState, SignIn, SignInWishes } from '../accounts.ts';
import { USED_LINK_KEPT_MS } from '../accounts.ts';
import type { SignInDocument } from './account-documents.ts';
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

export async function linkState({ signIns }: Links, waitingHash: string, now: number): Promise<LinkState> {
  const link = await signIns.findOne({ waitingHash, expiresAt: { $gt: new Date(now) } });
  if (link === null) return 'expired';
  return link.usedAt === undefined ? 'waiting' : 'used';
}

function signInOf({ email, wishes = [], preferences = {} }: SignInDocument): SignIn {
  return { email, wishes, preferences };
}
