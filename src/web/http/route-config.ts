/** Options of single routes, in Fastify's `config`. */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A write that any site may send, such as a mail program's one-click unsubscribe: its token is the permission. */
    anyOrigin?: boolean;
    /** Codes of the errors this route may answer, beside those of its guard, of its schemas and of every route. */
    errors?: readonly string[];
  }
}

export {};
