/**
 * Who may sign in to the embedded broker, and who may read and publish what there. Clients from outside may read the
 * public topics, and what they publish is dropped. Operators, and keys with the scope `view`, also read the messages
 * between actors.
 */
import { sameSecret } from '../net/same-secret.ts';
import type { StoredKey } from '../store/keys.ts';
import { ACTOR_TOPIC_ROOT, HOME_ASSISTANT_ROOT, PUBLIC_ROOTS } from './topics.ts';

/**
 * `internal`: an actor in a worker thread of this process. The others are clients from outside: `key` and `viewer` sign
 * in with a key, without and with the scope `view`.
 */
export type Role = 'internal' | 'operator' | 'viewer' | 'key' | 'anonymous';

export type Key = Pick<StoredKey, 'id' | 'scopes' | 'ratePerMinute'>;

/** The keys of other programs, as this node knows them. */
export interface Keys {
  /** undefined: the id or the secret is wrong. Rejects when the store does not answer. */
  check(id: string, secret: string): Promise<Key | undefined>;
  /** Calls `cut` once when the key is revoked. Returns a function that lets go of the key. */
  hold(id: string, cut: () => void): () => void;
}

export interface AccessRules {
  readonly operatorToken: string;
  /** Whether clients without credentials are let in. */
  readonly anonymous: boolean;
  /** Whether the discovery messages for Home Assistant may be read. */
  readonly homeAssistant: boolean;
  readonly keys: Keys;
}

export type SignIn =
  | { role: 'anonymous' | 'operator' }
  | { role: 'key' | 'viewer'; key: Key }
  | { refused: 'no-credentials' | 'wrong-credentials' | 'store' };

/**
 * The role of a client from outside, by the user name and password in its CONNECT. Wrong credentials are refused, even
 * where none are needed.
 */
export async function signIn(
  rules: AccessRules,
  username: string | undefined,
  password: Buffer | undefined,
): Promise<SignIn> {
  if (username === undefined && password === undefined)
    return rules.anonymous ? { role: 'anonymous' } : { refused: 'no-credentials' };
  if (username === undefined || password === undefined) return { refused: 'wrong-credentials' };
  if (username === 'operator')
    return sameSecret(password, rules.operatorToken) ? { role: 'operator' } : { refused: 'wrong-credentials' };
  try {
    const key = await rules.keys.check(username, password.toString());
    if (key === undefined) return { refused: 'wrong-credentials' };
    return { role: key.scopes.includes('view') ? 'viewer' : 'key', key };
  } catch {
    // Nobody knows whether they are right. The key ring logs the reason.
    return { refused: 'store' };
  }
}

/**
 * Whether `role` may subscribe to `filter`. The filter must begin with a root that the role may read: a wildcard in its
 * first levels, or `$share`, would also match other topics.
 */
export function mayRead({ homeAssistant }: Pick<AccessRules, 'homeAssistant'>, role: Role, filter: string): boolean {
  const publicOnly = role === 'anonymous' || role === 'key';
  const roots: readonly string[] = [
    ...PUBLIC_ROOTS,
    ...(homeAssistant ? [HOME_ASSISTANT_ROOT] : []),
    ...(publicOnly ? [] : [ACTOR_TOPIC_ROOT]),
  ];
  return roots.some((root) => filter === root || filter.startsWith(`${root}/`));
}

/** Worker threads may publish messages between actors. Only the publisher, on the main thread, uses public topics. */
export function mayPublish(role: Role, topic: string): boolean {
  return role === 'internal' && topic.startsWith(`${ACTOR_TOPIC_ROOT}/`);
}
