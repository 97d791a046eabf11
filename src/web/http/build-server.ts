/** The HTTP server: settings for all requests, then the routes. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import fastify from 'fastify';
import { version } from '../../config/version.ts';
import { webError } from '../errors.ts';
import { requireEntries } from './audited.ts';
import { takeJsonOnly } from './body-parsers.ts';
import { answerConditionally } from './caching.ts';
import { compress } from './compression.ts';
import { answerErrors, answerGarbage } from './error-answers.ts';
import { allowOrigins } from './cross-origin.ts';
import { CALLERS, guard, guardsOf } from './guards.ts';
import type { Caller } from './guards.ts';
import { findKey, limitByKey } from './api-key.ts';
import { limitStore } from './limit-table.ts';
import { BODY_LIMIT, HANDLER_TIMEOUT_MS, HEADERS_TIMEOUT_MS, IDLE_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from '../limits.ts';
import { FRAME_BYTES } from '../contract/frame-limits.ts';
import { answerUnknownRoutes } from './unknown-routes.ts';
import { refuseForeignOrigins } from './origin.ts';
import { aboutRoutes } from '../routes/about.ts';
import { auditRoutes } from '../routes/audit.ts';
import { calendarRoutes } from '../routes/calendar.ts';
import { changePageRoutes, changeRoutes } from '../routes/changes.ts';
import { channelRoutes } from '../routes/channels.ts';
import { backupRoutes } from '../routes/backups.ts';
import { cycleRoutes } from '../routes/cycles.ts';
import { deadLetterGroupRoutes } from '../routes/dead-letter-groups.ts';
import { deadLetterRoutes } from '../routes/dead-letters.ts';
import { describeApi } from '../routes/docs.ts';
import { feedRoutes } from '../routes/feeds.ts';
import { historyRoutes } from '../routes/history.ts';
import { hangUp, liveRoutes } from '../routes/live.ts';
import type { Hubs } from '../routes/live.ts';
import { keyRoutes } from '../routes/keys.ts';
import { mailEventRoutes } from '../routes/mail-events.ts';
import { meRoutes } from '../routes/me.ts';
import { monitoringRoutes } from '../routes/monitoring.ts';
import { nodeRoutes } from '../routes/nodes.ts';
import { overviewRoutes } from '../routes/overview.ts';
import { paceRoutes } from '../routes/pace.ts';
import { pageRoutes } from '../routes/pages.ts';
import { pauseRoutes } from '../routes/pause.ts';
import { pushKeyRoutes } from '../routes/push-key.ts';
import { searchRoutes } from '../routes/search.ts';
import { statusPageRoutes } from '../routes/status-page.ts';
import { suggestRoutes } from '../routes/suggest.ts';
import { sectionStatsRoutes } from '../routes/section-stats.ts';
import { sectionEvidenceRoutes } from '../routes/section-evidence.ts';
import { sectionTableRoutes } from '../routes/section-table.ts';
import { sectionRoutes } from '../routes/sections.ts';
import { seriesRoutes } from '../routes/series.ts';
import { meMessageRoutes } from '../routes/me-messages.ts';
import { meSessionRoutes } from '../routes/me-sessions.ts';
import { signInPageRoutes } from '../routes/sign-in.ts';
import { signInRoutes, whoAmIRoutes } from '../routes/session.ts';
import { streamRoutes } from '../routes/stream.ts';
import { supervisorRoutes } from '../routes/supervisors.ts';
import { universityRoutes } from '../routes/university.ts';
import { userRoutes } from '../routes/users.ts';
import { unsubscribeRoutes } from '../routes/unsubscribe.ts';
import { watchRoutes } from '../routes/watches.ts';
import { closeUntakenUpgrades } from './upgrades.ts';
import { validatorCompiler } from './validation.ts';
import type { Routes, Web, WebServer } from './route.ts';
import { refreshAfterWrites } from '../push/after-writes.ts';
import './route-config.ts';

/** Reads of public facts. Pages of other sites may use them. */
const FACTS: readonly Routes[] = [
  sectionRoutes,
  sectionStatsRoutes,
  historyRoutes,
  feedRoutes,
  calendarRoutes,
  changePageRoutes,
  searchRoutes,
  suggestRoutes,
  aboutRoutes,
];
/** All other routes of the API and the pages, grouped by who may call them. */
const ROUTES: Record<Caller, readonly Routes[]> = {
  anyone: [
    signInRoutes,
    signInPageRoutes,
    unsubscribeRoutes,
    universityRoutes,
    monitoringRoutes,
    pushKeyRoutes,
    mailEventRoutes,
    pageRoutes,
    statusPageRoutes,
  ],
  student: [whoAmIRoutes, watchRoutes, channelRoutes, meRoutes, meSessionRoutes, meMessageRoutes],
  operator: [
    overviewRoutes,
    seriesRoutes,
    supervisorRoutes,
    nodeRoutes,
    changeRoutes,
    backupRoutes,
    cycleRoutes,
    paceRoutes,
    deadLetterRoutes,
    deadLetterGroupRoutes,
    pauseRoutes,
    keyRoutes,
    auditRoutes,
    userRoutes,
    sectionEvidenceRoutes,
    sectionTableRoutes,
  ],
};
/** The maximum length of a URL, so that an invalid section key of any length gets its own error. */
const PARAM_LENGTH_MAX = 16_384;

/** Fastify expects the type of Ajv's compiler, and calls it like any other. */
const buildValidator = () => validatorCompiler as never;
/** Response schemas are documentation only: the compiler has checked what the handlers return. */
const buildSerializer = () => () => (body: unknown) => JSON.stringify(body);

/** Builds the server, which does not listen yet. */
export async function buildServer(web: Web, hubs: Hubs): Promise<WebServer> {
  const { clock, log } = web.context;
  const { http, publicUrl } = web.node.config;
  const { errors } = web.node.tools.metrics;
  const onError = answerErrors(log, (code) => errors.inc({ code }));
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    handlerTimeout: HANDLER_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 2 },
    // Only these proxies are trusted to name the client.
    trustProxy: http.trustProxy.length === 0 ? false : [...http.trustProxy],
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    // Named here, so that Fastify does not load its own compilers, which are a tenth of the files that a start loads.
    schemaController: { compilersFactory: { buildValidator, buildSerializer } },
    frameworkErrors: onError,
    clientErrorHandler: answerGarbage(clock),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setErrorHandler(onError);
  answerUnknownRoutes(app);
  takeJsonOnly(app);
  app.decorateRequest('user', null);
  app.decorateRequest('apiKey', null);
  app.decorateRequest('operator', null);
  app.decorateRequest('audited', false);

  await app.register(websocket, { options: { maxPayload: FRAME_BYTES }, preClose: hangUp(clock) });
  closeUntakenUpgrades(app, clock);
  await app.register(cookie);
  await app.register(helmet, securityHeaders(publicUrl?.startsWith('https:') === true));
  await app.register(rateLimit, {
    ...limitByKey,
    timeWindow: '1 minute',
    store: limitStore(clock),
    errorResponseBuilder: (_request, { ttl }) => webError('PMC_TOO_MANY_REQUESTS', { seconds: Math.ceil(ttl / 1_000) }),
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onRequest', findKey(web.node.keys, web.node.secrets.operatorToken));
  app.addHook('onRequest', refuseForeignOrigins(publicUrl));
  app.addHook('onSend', answerConditionally);
  app.addHook('onSend', compress);

  describeApi(app, version);
  const guards = guardsOf(web.auth);
  for (const caller of CALLERS)
    await app.register(async (scope: WebServer) => {
      guard(scope, guards[caller]);
      if (caller === 'operator') {
        requireEntries(scope);
        refreshAfterWrites(scope, hubs.push);
      }
      for (const routes of ROUTES[caller]) routes(scope, web);
    });
  await app.register(async (scope: WebServer) => {
    guard(scope, guards.anyone);
    allowOrigins(scope, http.corsOrigins);
    for (const routes of FACTS) routes(scope, web);
    streamRoutes(scope, web, hubs.live.feed);
  });
  await app.register(async (scope: WebServer) => liveRoutes(scope, web, hubs));
  await app.ready();
  return app;
}

function securityHeaders(https: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // With `no-referrer`, browsers send `Origin: null` with our own forms. This value also leaks no links with tokens.
    referrerPolicy: { policy: 'same-origin' as const },
    strictTransportSecurity: https,
  };
}
