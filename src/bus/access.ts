/**
 * Who may read and write what on the broker. Contract: outsiders read the public topics and nothing else, and what they
 * publish is dropped. Pure.
 */
import { sameSecret } from '../net/same-secret.ts';
import { ACTOR_TOPIC_ROOT, PUBLIC_ROOTS } from './topics.ts';

/** `internal`: an actor in a worker thread of this process. The other two are outsiders. */
export type Role = 'internal' | 'operator' | 'anonymous';

export interface AccessRules {
  readonly operatorToken: string;
  /** Whether who gives no credentials is let in. */
  readonly anonymous: boolean;
}

export type SignIn = { role: Role } | { refused: 'no-credentials' | 'wrong-credentials' };

/**
 * What an outsider is, by the user name and password of its CONNECT. Wrong credentials are refused also where none are
 * needed.
 */
export function signIn(rules: AccessRules, username: string | undefined, password: Buffer | undefined): SignIn {
  if (username === undefined && password === undefined)
    return rules.anonymous ? { role: 'anonymous' } : { refused: 'no-credentials' };
  const right = username === 'operator' && password !== undefined && sameSecret(password, rules.operatorToken);
  return right ? { role: 'operator' } : { refused: 'wrong-credentials' };
}

/**
 * Whether `role` may subscribe to `filter`: its first levels must spell out a root the role may read, because a
 * wildcard there, or `$share`, would reach past it.
 */
export function mayRead(role: Role, filter: string): boolean {
  const roots: readonly string[] = role === 'anonymous' ? PUBLIC_ROOTS : [...PUBLIC_ROOTS, ACTOR_TOPIC_ROOT];
  return roots.some((root) => filter === root || filter.startsWith(`${root}/`));
}

/** Worker threads carry messages between actors; the public topics are the publisher's alone. */
export function mayPublish(role: Role, topic: string): boolean {
  return role === 'internal' && topic.startsWith(`${ACTOR_TOPIC_ROOT}/`);
}
