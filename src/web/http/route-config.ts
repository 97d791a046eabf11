/** Options for single routes, in Fastify's `config`. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A write that any site may send, such as a mail program's one-click unsubscribe. Its token is the permission. */
    anyOrigin?: boolean;
    /** Codes of errors this route may answer, in addition to those of its guard, its schemas and every route. */
    errors?: readonly string[];
  }
}

export {};
