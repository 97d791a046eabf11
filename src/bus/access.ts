/**
 * Who may read and publish what on the embedded broker. Clients from outside may read the public topics and nothing
 * else, and what they publish is dropped. Pure.
 */
import { sameSecret } from '../net/same-secret.ts';
import { ACTOR_TOPIC_ROOT, PUBLIC_ROOTS } from './topics.ts';

/** `internal`: an actor in a worker thread of this process. The other two are clients from outside. */
export type Role = 'internal' | 'operator' | 'anonymous';

export interface AccessRules {
  readonly operatorToken: string;
  /** Whether clients without credentials are let in. */
  readonly anonymous: boolean;
}

export type SignIn = { role: Role } | { refused: 'no-credentials' | 'wrong-credentials' };

/**
 * The role of a client from outside, by the user name and password in its CONNECT. Wrong credentials are refused, even
 * where none are needed.
 */
export function signIn(rules: AccessRules, username: string | undefined, password: Buffer | undefined): SignIn {
  if (username === undefined && password === undefined)
    return rules.anonymous ? { role: 'anonymous' } : { refused: 'no-credentials' };
  const right = username === 'operator' && password !== undefined && sameSecret(password, rules.operatorToken);
  return right ? { role: 'operator' } : { refused: 'wrong-credentials' };
}

/**
 * Whether `role` may subscribe to `filter`. The filter must begin with a root that the role may read: a wildcard in its
 * first levels, or `$share`, would also match other topics.
 */
export function mayRead(role: Role, filter: string): boolean {
  const roots: readonly string[] = role === 'anonymous' ? PUBLIC_ROOTS : [...PUBLIC_ROOTS, ACTOR_TOPIC_ROOT];
  return roots.some((root) => filter === root || filter.startsWith(`${root}/`));
}

/** Worker threads may publish messages between actors. Only the publisher, on the main thread, uses public topics. */
export function mayPublish(role: Role, topic: string): boolean {
  return role === 'internal' && topic.startsWith(`${ACTOR_TOPIC_ROOT}/`);
}
