/** The web side as an actor: serves HTTP and WebSocket, and hears announcements for the live pages. Address `web`. */
import type { Announcement } from '../domain/announcement.ts';
import { fileURLToPath } from 'node:url';
import { version } from '../config/version.ts';
import type { Node } from '../nodes/node.ts';
import type { NodeReport } from '../nodes/node-report.ts';
import type { HealthReport } from '../nodes/health.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { ActorContext, Behavior, TreeNode } from '../runtime/index.ts';
import { unknownMessage } from '../runtime/index.ts';
import { urlOf } from '../net/host.ts';
import { listenHttp } from '../net/listen.ts';
import { Watching } from '../watching/watching.ts';
import { Actors } from './actors.ts';
import { Auth } from './auth.ts';
import type { WebDeps } from './deps.ts';
import { LiveHub } from './live/hub.ts';
import { Looks } from './looks.ts';
import { buildServer } from './http/build-server.ts';

export type WebMessage = Announcement;

type Internal = { type: 'tick' };

export interface WebOwn {
  tree: () => TreeNode;
  health: () => Promise<HealthReport>;
  /** How each node is, by id. */
  reports: () => Promise<NodeReport[]>;
  /** Called with the server's URL each time it listens. */
  onListening: (url: string) => void;
}

const PAGES = fileURLToPath(new URL('../../app', import.meta.url));
const TICK_MS = 15_000;
/** Milliseconds a student waits for the first look at a section. Then the watch starts unverified. */
const LOOK_WAIT_MS = 8_000;

export function webSpec(node: Node, { reports, ...own }: WebOwn): Unplaced<WebMessage | Internal> {
  const { config, secrets, store, bus, members, sources } = node;
  return webSpecFrom({
    ...own,
    node: node.id,
    version,
    http: config.http,
    publicUrl: config.publicUrl,
    sessionSecret: secrets.sessionSecret,
    operatorToken: secrets.operatorToken,
    operatorEmails: config.operatorEmails,
    maxWatchesPerUser: config.maxWatchesPerUser,
    checkIntervalMs: config.checking.intervalMs,
    institutions: sources.institutions,
    linkFor: sources.linkFor,
    simulated: sources.simulator !== null,
    campusUrl: sources.simulator?.controlUrl ?? null,
    store,
    metrics: node.tools.metrics,
    others: () => members.others,
    nodes: reports,
    acceptMqtt: bus.acceptStream?.bind(bus) ?? null,
    pagesDir: PAGES,
  });
}

export function webSpecFrom(deps: WebDeps): Unplaced<WebMessage | Internal> {
  /** A restart takes the port it had: pages that are open look for it there. */
  let { http } = deps;
  return {
    type: 'actor',
    start: async (context) => {
      const { behavior, port } = await startWeb(context, { ...deps, http });
      http = { ...http, port };
      return behavior;
    },
  };
}

async function startWeb(
  context: ActorContext<WebMessage | Internal>,
  deps: WebDeps,
): Promise<{ behavior: Behavior<WebMessage | Internal>; port: number }> {
  const { clock, log } = context;
  const { host, portIsDefault } = deps.http;
  let ownUrl = urlOf(host, deps.http.port);
  const actors = new Actors(
    context,
    deps.node,
    deps.institutions.map(({ id }) => id),
    deps.others,
  );
  const hub = new LiveHub(deps.store, log);
  const baseUrl = () => deps.publicUrl ?? ownUrl;
  const auth = new Auth({ ...deps, secureCookie: deps.publicUrl?.startsWith('https:') === true });
  const looks = new Looks(actors, context);
  const watching = new Watching({
    ...deps,
    clock,
    limit: deps.maxWatchesPerUser,
    intervalMs: deps.checkIntervalMs,
    firstLook: (key, student) => looks.section(key, { student }, LOOK_WAIT_MS),
    onStarted: (institution) => actors.wakeScheduler(institution),
    onChanged: () => actors.wakeSchedulers(),
  });
  const app = await buildServer({ ...deps, clock, log, actors, looks, watching, auth, baseUrl }, hub);

  const port = await listenHttp(app, { name: 'PORT', host, port: deps.http.port, nextFree: portIsDefault });
  ownUrl = urlOf(host, port);
  app.server.on('error', (error) => context.fail(error));
  context.schedule('tick', TICK_MS, { type: 'tick' });
  deps.onListening(ownUrl);

  const behavior: Behavior<WebMessage | Internal> = {
    receive: async (message) => {
      switch (message.type) {
        case 'announced':
          hub.announce(message);
          return;
        case 'tick':
          context.schedule('tick', TICK_MS, { type: 'tick' });
          return hub.tick();
        default:
          return unknownMessage(message);
      }
    },
    stop: () => app.close(),
  };
  return { behavior, port };
}
