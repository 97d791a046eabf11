/** Options for single routes, in Fastify's `config`. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A write that any site may send, such as a mail program's one-click unsubscribe. Its token is the permission. */
    anyOrigin?: boolean;
    /** Seconds for which caches may give the answer without asking again. 0: they ask each time, and may get 304. */
    maxAge?: number;
    /** Codes of errors this route may answer, in addition to those of its guard, its schemas and every route. */
    errors?: readonly string[];
  }
}

export {};
