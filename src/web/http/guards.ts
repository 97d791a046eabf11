/**
 * Access control for groups of routes. A guard is in one place: the check before each request, and its entry in the
 * OpenAPI document.
 */
import type { FastifyReply, FastifyRequest, preParsingAsyncHookHandler, RouteOptions } from 'fastify';
import type { TSchema } from 'typebox';
import type { Auth } from '../auth.ts';
import { ErrorBody } from '../contract/error.ts';
import { statusOf } from '../contract/statuses.ts';
import type { WebServer } from './route.ts';

export const CALLERS = ['anyone', 'student', 'operator'] as const;
export type Caller = (typeof CALLERS)[number];

export interface Guard {
  /** Rejects if the client may not call the routes. null: anyone may call them. */
  readonly check: preParsingAsyncHookHandler | null;
  /** Security requirements as in OpenAPI: any one of them is enough. */
  readonly security: readonly Record<string, string[]>[];
  /** Codes of the errors that the check rejects with. */
  readonly errors: readonly string[];
  /** More of them, for routes that change something. */
  readonly writeErrors?: readonly string[];
}

export function guardsOf(auth: Auth): Record<Caller, Guard> {
  return {
    anyone: { check: null, security: [], errors: [] },
    student: { check: auth.requireStudent, security: [{ session: [] }], errors: ['PMC_NOT_SIGNED_IN'] },
    operator: {
      check: auth.requireOperator,
      security: [{ operator: [] }, { session: [] }],
      errors: ['PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR'],
      writeErrors: ['PMC_VIEWER_READS'],
    },
  };
}

/** Guards every route that is added to `scope` from now on. */
export function guard(scope: WebServer, { check, security, errors, writeErrors = [] }: Guard): void {
  if (check !== null) {
    // After the rate limit, which is a hook of each route: requests without credentials are limited too.
    scope.addHook('preParsing', check);
    scope.addHook('onSend', keepPrivate);
  }
  scope.addHook('onRoute', (route) => {
    const { schema } = route;
    if (schema === undefined || schema.hide === true) return;
    if (security.length > 0) schema.security = [...security];
    const codes = [...errors, ...(route.method === 'GET' ? [] : writeErrors), ...errorsOf(route)];
    schema.response = { ...errorAnswers(codes), ...(schema.response as object | undefined) };
  });
}

/** A cache that students or operators share must not keep what one of them was told. */
async function keepPrivate(_request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  return payload;
}

/** Returns the codes of the errors that a route may answer by itself. */
function errorsOf({ schema, config }: RouteOptions): string[] {
  return [
    ...(schema?.body !== undefined || schema?.querystring !== undefined ? ['PMC_BODY_INVALID'] : []),
    ...(config?.errors ?? []),
    ...(schema?.body === undefined ? [] : ['PMC_JSON_REQUIRED']),
  ];
}

function errorAnswers(codes: readonly string[]): Record<number, TSchema> {
  const answers: Record<number, TSchema & { description: string }> = {};
  for (const code of codes) {
    const status = statusOf(code);
    const others = answers[status];
    answers[status] = { ...ErrorBody, description: others === undefined ? code : `${others.description}, ${code}` };
  }
  return answers;
}
