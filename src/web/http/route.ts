/** The types that all route files share. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ActorContext } from '../../runtime/index.ts';
import type { Actors } from '../actors.ts';
import type { Auth } from '../auth.ts';
import type { WebNode, WebOwn } from '../node.ts';
import type { Watching } from '../../watching/watching.ts';
import type { Looks } from '../looks.ts';
import type { SignInLinks } from '../sign-in-links.ts';

export type WebServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the routes have access to. */
export interface Web {
  readonly node: WebNode;
  readonly own: WebOwn & { readonly pagesDir: string };
  readonly actors: Actors;
  readonly looks: Looks;
  readonly watching: Watching;
  readonly auth: Auth;
  readonly links: SignInLinks;
  readonly context: Pick<ActorContext<never>, 'clock' | 'log'>;
  /** The URL at which browsers reach this server, without a trailing slash. */
  readonly baseUrl: () => string;
}

export type Routes = (app: WebServer, web: Web) => void;
