/**
 * The whole tree: every supervisor with its restart intensity and backoff, and every actor in its place with its
 * references to others. The place is the actor's address and its file under src/actors.
 *
 * Children start in this order and stop in the reverse order: the scheduler gives its leases back while everything that
 * it needs is still running.
 */
import type { Announcement } from '../domain/announcement.ts';
import { alertingSpec } from '../actors/alerting.ts';
import { busSpec } from '../actors/bus.ts';
import { campusSpec } from '../actors/campus.ts';
import { browserSpec } from '../actors/checking/browsers/browser-thread.ts';
import { browserPoolSpec } from '../actors/checking/browsers/pool.ts';
import { placesOf } from '../checking/looking/pooled-browser.ts';
import { differSpec } from '../actors/checking/differ.ts';
import { schedulerSpec } from '../actors/checking/scheduler.ts';
import { sectionCheckerSpec } from '../actors/checking/section-checker.ts';
import { membershipSpec } from '../actors/membership.ts';
import { emailSpec } from '../actors/notifying/email.ts';
import { MailSeal } from '../notify/mail-seal.ts';
import { notifierSpec } from '../actors/notifying/notifier.ts';
import { webPushSpec } from '../actors/notifying/web-push.ts';
import { webhookSpec } from '../actors/notifying/webhook.ts';
import { places } from '../actors/places.ts';
import { publisherSpec } from '../actors/publisher.ts';
import { samplingSpec } from '../actors/sampling.ts';
import { storeSpec } from '../actors/store.ts';
import type { Institution } from '../institutions/institution.ts';
import type { Node } from '../nodes/node.ts';
import type { Control } from '../nodes/order.ts';
import { at } from '../nodes/place.ts';
import type { Ref, SupervisorSpec } from '../runtime/index.ts';
import { webSpec } from '../web/web.ts';
import { openMailChannel } from './mail-channel.ts';
import type { Monitoring } from './monitoring.ts';
import { ownSample } from './own-sample.ts';
import { studentsChannels } from './students-channels.ts';

/** The address where the web server listens; empty until then. */
export interface WebAddress {
  url: string;
}

/** How the running tree is watched and controlled. */
export interface LiveTree {
  /** Calls `listener` when a place changes its state, until the returned function is called. */
  onTreeChange: (listener: () => void) => () => void;
  control: Control;
}

const MINUTE_MS = 60_000;

/** One-for-one at the top: after a restart, bus and store are the same objects, so their siblings only have to wait. */
export function treeSpec(node: Node, monitoring: Monitoring, live: LiveTree, web: WebAddress): SupervisorSpec {
  const { id, config, members, sources } = node;
  const publicUrl = (): string => config.publicUrl ?? web.url;
  const { vitals, report, book } = monitoring;
  const seal = new MailSeal(node.secrets.sessionSecret);
  const { control, onTreeChange } = live;
  const schedulers = sources.institutions.map((institution) => places.scheduler(institution.id).on(id));
  return {
    type: 'supervisor',
    id: 'root',
    strategy: 'one-for-one',
    intensity: { restarts: 20, windowMs: 5 * MINUTE_MS },
    backoff: { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [
      at(places.bus, busSpec(node)),
      at(places.store, storeSpec(node)),
      at(places.membership, membershipSpec(node, { report, control, publisher: places.publisher.on(id), schedulers })),
      ...(sources.simulator === null ? [] : [at(places.campus, campusSpec(sources.simulator))]),
      notifying(node, seal, publicUrl),
      checking(node),
      at(
        places.publisher,
        publisherSpec(node, {
          health: async () => (await vitals()).health,
          publishers: () => members.all.map(places.publisher.on),
          homeAssistant: config.mqtt.homeAssistant,
        }),
      ),
      at(places.alerting, alertingSpec(node, { book, vitals, email: places.email.on(id), seal, publicUrl })),
      at(places.sampling, samplingSpec(node, { sample: ownSample(node, monitoring) })),
      at(places.web, webSpec(node, { ...monitoring, onTreeChange, onListening: (url) => (web.url = url) })),
    ],
  };
}

/** One-for-one: the children also work without messages from each other, only later. */
function notifying(node: Node, seal: MailSeal, publicUrl: () => string): SupervisorSpec {
  const channels = [
    { name: 'email', ref: places.email.on(node.id) },
    { name: 'web-push', ref: places.webPush.on(node.id) },
    { name: 'webhook', ref: places.webhook.on(node.id) },
  ] as const;
  const own = studentsChannels(node, publicUrl);
  return {
    type: 'supervisor',
    id: 'notifying',
    strategy: 'one-for-one',
    intensity: { restarts: 5, windowMs: MINUTE_MS },
    backoff: { minMs: 200, maxMs: 10_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [
      at(places.notifier, notifierSpec(node, { channels })),
      at(places.email, emailSpec(node, { openChannel: () => openMailChannel(node, publicUrl), seal })),
      at(places.webPush, webPushSpec(node, own)),
      at(places.webhook, webhookSpec(node, own)),
    ],
  };
}

function checking(node: Node): SupervisorSpec {
  return {
    type: 'supervisor',
    id: 'checking',
    strategy: 'one-for-one',
    intensity: { restarts: 10, windowMs: 5 * MINUTE_MS },
    backoff: { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: 5 * MINUTE_MS },
    children: [
      at(places.differ, differSpec()),
      browsers(node),
      ...node.sources.institutions.map((institution) => checkingOf(node, institution)),
    ],
  };
}

/**
 * Browsers may die at any time (out of memory, a page that crashes them), so many restarts are allowed and the pauses
 * grow. A browser that cannot be launched does not fail: it answers each look with the error.
 */
function browsers(node: Node): SupervisorSpec {
  const { count, tabs } = node.config.browsers;
  const all = Array.from({ length: count }, (_, index) => places.browser(index + 1));
  return {
    type: 'supervisor',
    id: 'browsers',
    strategy: 'one-for-one',
    intensity: { restarts: 5 * count, windowMs: MINUTE_MS },
    backoff: { minMs: 500, maxMs: 30_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [
      at(
        places.pool,
        browserPoolSpec(node, {
          browsers: all.map(({ id, on }) => ({ id, ref: on(node.id) })),
          places: placesOf(tabs),
        }),
      ),
      ...all.map((place) => at(place, browserSpec(node, { id: place.id }))),
    ],
  };
}

/** One-for-all: the running jobs of one child are unknown to a new incarnation of the other. */
function checkingOf(node: Node, institution: Institution): SupervisorSpec {
  const { id } = institution;
  const on = { pool: places.pool.on(node.id), differ: places.differ.on(node.id) };
  // Any node may have the duty of publishing, or a live page that shows the section. One notifier is enough: those of
  // other nodes check the store themselves.
  const listeners = (): Ref<Announcement>[] => [
    places.notifier.on(node.id),
    ...node.members.all.flatMap((each) => [places.publisher.on(each), places.web.on(each)]),
  ];
  return {
    type: 'supervisor',
    id,
    strategy: 'one-for-all',
    intensity: { restarts: 5, windowMs: MINUTE_MS },
    backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [
      at(places.sectionChecker(id), sectionCheckerSpec(node, { institution, ...on, listeners })),
      at(places.scheduler(id), schedulerSpec(node, { institution, checker: places.sectionChecker(id).on(node.id) })),
    ],
  };
}
