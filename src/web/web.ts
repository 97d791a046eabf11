/** The web side as an actor: serves HTTP and WebSocket, and passes announcements to live pages. Address `web`. */
import { ANNOUNCED, type Announcement } from '../domain/announcement.ts';
import { fileURLToPath } from 'node:url';
import type { Unplaced } from '../nodes/place.ts';
import type { ActorContext, Behavior } from '../runtime/index.ts';
import { protocol } from '../runtime/index.ts';
import { urlOf } from '../net/host.ts';
import { listenHttp } from '../net/listen.ts';
import { UnverifiedCourses } from '../watching/unverified-courses.ts';
import type { WatchingOptions } from '../watching/watching.ts';
import { Watching } from '../watching/watching.ts';
import { Actors } from './actors.ts';
import { Auth } from './auth.ts';
import { LiveHub } from './live/hub.ts';
import { Looks } from './looks.ts';
import { buildServer } from './http/build-server.ts';
import { PushHub } from './push/hub.ts';
import { sourcesOf } from './push/sources.ts';
import { SignInLinks } from './sign-in-links.ts';
import type { Web } from './http/route.ts';
import type { WebNode, WebOwn } from './node.ts';
import { Unfinished } from './unfinished.ts';
import { resumeWishes } from './wishes.ts';

export type WebMessage = Announcement;

const accepts = protocol<WebMessage>({ announced: ANNOUNCED });

type Internal = { type: 'tick' };

const PAGES = fileURLToPath(new URL('../../app', import.meta.url));
const TICK_MS = 15_000;
/** Milliseconds a student waits for the first look at a section. After that, the watch starts unverified. */
const LOOK_WAIT_MS = 8_000;

export function webSpec(node: WebNode, own: WebOwn, pagesDir = PAGES): Unplaced<WebMessage | Internal> {
  // A restarted server listens on the same port as before, because open pages look for it there.
  let { port } = node.config.http;
  return {
    type: 'actor',
    accepts,
    start: async (context) => {
      const started = await startWeb(context, node, { ...own, pagesDir }, port);
      ({ port } = started);
      return started.behavior;
    },
  };
}

async function startWeb(
  context: ActorContext<WebMessage | Internal>,
  node: WebNode,
  own: Web['own'],
  wantedPort: number,
): Promise<{ behavior: Behavior<WebMessage | Internal>; port: number }> {
  const { config, store, secrets, sources } = node;
  const { host, portIsDefault } = config.http;
  let ownUrl = urlOf('http', host, wantedPort);
  const actors = new Actors(context, node);
  const live = new LiveHub(store, context, node.tools.tracer);
  const push = new PushHub(sourcesOf({ node, own, actors }), context.clock);
  const auth = new Auth({
    store,
    operatorToken: secrets.operatorToken,
    operatorEmails: config.operatorEmails,
    viewerEmails: config.viewerEmails,
    keys: node.keys,
    secureCookie: config.publicUrl?.startsWith('https:') === true,
  });
  const looks = new Looks(actors, context);
  const firstCourseLook: WatchingOptions['firstCourseLook'] = (course, student) =>
    looks.search(
      course.institution,
      course.term,
      `${course.subject} ${course.catalogNumber}`,
      { student },
      LOOK_WAIT_MS,
    );
  const watching = new Watching({
    store,
    institutions: sources.institutions,
    limit: config.maxWatchesPerUser,
    intervalMs: config.checking.intervalMs,
    firstLook: (key, student) => looks.section(key, { student }, LOOK_WAIT_MS),
    firstCourseLook,
    onStarted: (institution) => actors.wakeScheduler(institution),
    onChanged: () => actors.wakeSchedulers(),
    clock: context.clock,
  });
  const baseUrl = () => config.publicUrl ?? ownUrl;
  const links = new SignInLinks({ store, actors, context, baseUrl });
  const app = await buildServer({ node, own, actors, looks, watching, auth, links, context, baseUrl }, { live, push });

  const port = await listenHttp(app, { name: 'PORT', host, port: wantedPort, nextFree: portIsDefault });
  ownUrl = urlOf('http', host, port);
  // Not before: a start that fails must leave no listener behind.
  const stopWatching = own.onTreeChange(() => push.refresh(['nodes']));
  app.server.on('error', (error) => context.fail(error));
  context.schedule('tick', TICK_MS, { type: 'tick' });
  own.onListening(ownUrl);
  const unverified = new UnverifiedCourses({ store, firstCourseLook });
  const unfinished = new Unfinished(context.log, [() => resumeWishes({ node, watching }), () => unverified.look()]);

  const behavior: Behavior<WebMessage | Internal> = {
    receive: async (message) => {
      switch (message.type) {
        case 'announced':
          live.announce(message);
          return;
        case 'tick':
          context.schedule('tick', TICK_MS, { type: 'tick' });
          unfinished.start();
          return live.tick();
        default:
          return message satisfies never;
      }
    },
    stop: () => {
      stopWatching();
      push.close();
      return app.close();
    },
  };
  return { behavior, port };
}
