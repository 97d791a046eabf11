/** Options of single routes, in fastify's `config`. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A write that any site may send (a mail program's one-click unsubscribe): its token is the permission. */
    anyOrigin?: boolean;
  }
}

export {};
