/**
 * /docs: the HTTP API as OpenAPI, generated from the schemas of the routes, and the topics and frames as AsyncAPI. Must
 * be registered before the routes.
 */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { ASYNCAPI } from '../contract/asyncapi.ts';
import { withExamples } from '../contract/examples.ts';
import type { WebServer } from '../http/route.ts';

/** The documentation page uses inline styles. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function describeApi(app: WebServer, version: string): void {
  app.register(swagger, {
    transform: ({ schema, url, route }) => ({ schema: withExamples(schema, `${String(route.method)} ${url}`), url }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'PickMyClass',
        version,
        description:
          'Watches full university course sections and tells students the moment a seat opens. ' +
          'Errors are `{ statusCode, code, error, message }`. Every route may also answer 400 PMC_REQUEST_INVALID, ' +
          '401 PMC_KEY_WRONG, 403 PMC_ORIGIN_FOREIGN (writes), 413 PMC_BODY_TOO_LARGE, ' +
          '429 PMC_TOO_MANY_REQUESTS and 500 PMC_INTERNAL.',
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'pickmyclass_session',
            description: 'from a mailed sign-in link',
          },
          operator: { type: 'http', scheme: 'bearer', description: 'OPERATOR_TOKEN' },
          mailProvider: { type: 'apiKey', in: 'header', name: 'svix-signature', description: 'signs its events' },
          key: { type: 'http', scheme: 'bearer', description: '<id>.<secret> of a key that an operator made' },
        },
      },
    },
  });
  app.get('/docs/asyncapi.json', { schema: { hide: true } }, async () => ASYNCAPI);
  app.register(swaggerUi, { routePrefix: '/docs', staticCSP: POLICY });
}
