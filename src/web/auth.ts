/**
 * Finds out who sends a request. Students have a session cookie. Operators have the bearer token, or a session with an
 * operator's address. Viewers have a session with a viewer's address, or a key with the scope `view`.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_PREFERENCES } from '../domain/preferences.ts';
import { CodedError } from '../runtime/index.ts';
import type { User } from '../store/accounts.ts';
import { sameSecret } from '../net/same-secret.ts';
import { hashOf, newSecret } from '../net/secret.ts';
import type { KeyRing } from '../nodes/key-ring.ts';
import type { Store } from '../store/store.ts';
import { storeError } from '../store/errors.ts';
import { browserLabel } from './browser-label.ts';
import type { Session } from './contract/session.ts';
import { statusOf } from './contract/statuses.ts';
import { webError } from './errors.ts';
import { keyIn } from './http/api-key.ts';

const COOKIE = 'pickmyclass_session';
const SESSION_DAYS = 30;
const SESSION_TTL_MS = SESSION_DAYS * 86_400_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireStudent`. */
    user: User | null;
    /** Set by `requireOperator`. */
    operator: Operator | null;
  }
}

/** A viewer may read what an operator reads, and do nothing. */
export type OperatorRole = 'operator' | 'viewer';

/** Who reads and does what only operators may. */
export interface Operator {
  /** An e-mail address, `token` for the OPERATOR_TOKEN, or label and id of a key. The audit log names it. */
  who: string;
  role: OperatorRole;
}

export interface AuthOptions {
  store: Store;
  operatorToken: string;
  operatorEmails: readonly string[];
  viewerEmails: readonly string[];
  keys: Pick<KeyRing, 'check'>;
  secureCookie: boolean;
}

export class Auth {
  readonly #options: AuthOptions;

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /** A hook for student routes. Rejects with PMC_NOT_SIGNED_IN. */
  readonly requireStudent = async (request: FastifyRequest): Promise<void> => {
    request.user = (await this.userOf(request)) ?? null;
    if (request.user === null) throw storeError('PMC_NOT_SIGNED_IN', {});
  };

  /**
   * A hook for operator routes. Viewers may only read. Rejects with PMC_OPERATOR_TOKEN_WRONG, PMC_NOT_SIGNED_IN,
   * PMC_NOT_OPERATOR or PMC_VIEWER_READS.
   */
  readonly requireOperator = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { authorization } = request.headers;
    request.operator = await this.callerOf(authorization, request).catch((error: unknown) => {
      if (error instanceof CodedError && statusOf(error.code) === 401)
        reply.header('www-authenticate', authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
      throw error;
    });
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (request.operator.role === 'viewer' && !reads) throw webError('PMC_VIEWER_READS', {});
  };

  /**
   * The operator or viewer who sends a request, by its Authorization header, or without one by its session. A key with
   * the scope `view` is a viewer. Rejects with PMC_OPERATOR_TOKEN_WRONG, PMC_KEY_WRONG, PMC_NOT_SIGNED_IN or
   * PMC_NOT_OPERATOR.
   */
  async callerOf(authorization: string | undefined, request: FastifyRequest): Promise<Operator> {
    const { operatorToken, keys } = this.#options;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (token !== undefined && sameSecret(token, operatorToken)) return { who: 'token', role: 'operator' };
      const key = await keyIn(authorization, keys, operatorToken);
      if (key?.scopes.includes('view') === true) return { who: `${key.label} (${key.id})`, role: 'viewer' };
      if (key !== null) throw webError('PMC_NOT_OPERATOR', {});
      throw webError('PMC_OPERATOR_TOKEN_WRONG', {});
    }
    const user = await this.userOf(request);
    if (user === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
    const role = this.roleOf(user);
    if (role === null) throw webError('PMC_NOT_OPERATOR', {});
    return { who: user.email, role };
  }

  /** The role of a signed-in user beside being a student; null: none. */
  roleOf({ email }: User): OperatorRole | null {
    if (this.#options.operatorEmails.includes(email)) return 'operator';
    return this.#options.viewerEmails.includes(email) ? 'viewer' : null;
  }

  /** What a page is told of its signed-in user. */
  async sessionOf(user: User): Promise<Session> {
    const role = this.roleOf(user);
    const { language = DEFAULT_PREFERENCES.language } = (await this.#options.store.accounts.preferences(user.id)) ?? {};
    return { email: user.email, operator: role === 'operator', ...(role === 'viewer' && { viewer: true }), language };
  }

  /** Returns the signed-in user, or undefined if nobody is signed in. */
  async userOf(request: FastifyRequest): Promise<User | undefined> {
    const hash = this.sessionHashOf(request);
    return hash === undefined ? undefined : this.#options.store.accounts.session(hash);
  }

  /**
   * Uses up the token of a sign-in link and starts a session in the browser. Returns undefined if the token was already
   * used, has expired or is unknown.
   */
  async signIn(linkToken: string, { headers }: FastifyRequest, reply: FastifyReply): Promise<User | undefined> {
    const session = newSecret();
    const browser = browserLabel(headers['user-agent']);
    const user = await this.#options.store.accounts.signIn(hashOf(linkToken), session.hash, SESSION_TTL_MS, browser);
    if (user !== undefined)
      reply.setCookie(COOKIE, session.secret, { ...this.#cookie(), maxAge: SESSION_TTL_MS / 1_000 });
    return user;
  }

  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const hash = this.sessionHashOf(request);
    if (hash !== undefined) await this.#options.store.accounts.signOut(hash);
    this.forget(reply);
  }

  /** Removes the cookie of a session that has ended. */
  forget(reply: FastifyReply): void {
    reply.clearCookie(COOKIE, this.#cookie());
  }

  /** The hash of the session that the request was made with. */
  sessionHashOf(request: FastifyRequest): string | undefined {
    const secret = request.cookies[COOKIE];
    return secret === undefined ? undefined : hashOf(secret);
  }

  #cookie() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#options.secureCookie } as const;
  }
}

/** Returns the student who calls a route guarded by `requireStudent`. */
export function studentOf(request: FastifyRequest): User {
  if (request.user === null) throw storeError('PMC_NOT_SIGNED_IN', {});
  return request.user;
}

/** Returns who calls a route guarded by `requireOperator`. */
export function operatorOf(request: FastifyRequest): Operator {
  if (request.operator === null) throw storeError('PMC_NOT_SIGNED_IN', {});
  return request.operator;
}
