/** The composition root: configuration → tree → ready → stop. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Announcement } from './domain/announcement.ts';
import { browsersSpec } from './actors/checking/browsers/browsers.ts';
import { busSpec } from './actors/bus.ts';
import { campusSpec } from './actors/campus.ts';
import { differSpec } from './actors/checking/differ.ts';
import { Members } from './nodes/members.ts';
import { askReport, membershipSpec } from './actors/membership.ts';
import { NodeReports } from './nodes/node-reports.ts';
import { NOTIFIER_PATH } from './actors/notifying/notifier.ts';
import { notifyingSpec } from './actors/notifying/notifying.ts';
import { PUBLISHER_PATH, publisherSpec } from './actors/publisher.ts';
import type { Ref, System } from './runtime/index.ts';
import { createSystem, reasonOf, refTo, systemClock as clock } from './runtime/index.ts';
import { schedulerSpec } from './actors/checking/scheduler.ts';
import { sectionCheckerSpec } from './actors/checking/section-checker.ts';
import { storeSpec } from './actors/store.ts';
import { treeSpec } from './system/tree.ts';
import { measureBus } from './bus/bus-metrics.ts';
import { createBus } from './bus/create-bus.ts';
import { ACTOR_TOPIC_ROOT } from './bus/topics.ts';
import { withoutPassword } from './config/reader.ts';
import type { Config } from './config/config.ts';
import type { SectionKey } from './domain/section.ts';
import { freePort } from './net/free-port.ts';
import { checkHealth } from './nodes/health.ts';
import { institutionById } from './institutions/index.ts';
import { createLog } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { channelFor } from './notify/channel-for.ts';
import { forgetRunning, noteRunning } from './nodes/running.ts';
import { loadSecrets } from './config/secrets.ts';
import { createStore } from './store/create-store.ts';
import { SharedPing } from './store/shared-ping.ts';
import { version } from './config/version.ts';
import { healthChecks, ownReport, vitalsOf } from './system/vitals.ts';
import { WEB_PATH, webSpec } from './web/web.ts';

export interface Running {
  urls: { web: string; mqtt: string; campus: string | null };
  /** Where mails are written; null: they are sent. */
  mailDir: string | null;
  /** Where the generated operator token lies; null: it was configured. */
  operatorTokenFile: string | null;
  /** Resolves when the root supervisor has given up. */
  failed: Promise<Error>;
  /** Stops in order: no lease is left open and no browser behind. */
  stop(): Promise<void>;
}

const CAMPUS_PORT = 4000;
const BROWSER_ALLOWANCE_MS = 30_000;
const CATALOG_PATH = '/catalog/classes/classlist';
const PAGES = fileURLToPath(new URL('../app', import.meta.url));

/**
 * Starts everything. Rejects with a CodedError whose `next` is `stop` for what only a person can mend, such as a port
 * that is taken.
 */
export async function startPickMyClass(config: Config): Promise<Running> {
  const { nodeId: node, checking } = config;
  const secrets = loadSecrets(config);
  const log = createLog(config.logLevel, node);
  const metrics = createMetrics();
  const store = await createStore(config.storeUrl);
  const random = Math.random;
  const bus = createBus(
    config.busUrl,
    {
      host: config.http.host,
      port: config.mqtt.port,
      portIsDefault: config.mqtt.portIsDefault,
      nodeId: node,
      clock,
      log,
      access: { operatorToken: secrets.operatorToken, anonymous: config.mqtt.anonymous },
    },
    random,
  );
  measureBus(metrics.registry, bus);
  // Who sets PORT may start several systems at once: they must not race for one port.
  const campusPort =
    config.asu.catalogUrl === null ? await freePort(config.http.portIsDefault ? CAMPUS_PORT : 0, '127.0.0.1') : null;
  const campusUrl = campusPort === null ? null : `http://127.0.0.1:${campusPort}`;
  const catalogUrl = config.asu.catalogUrl ?? `${campusUrl}${CATALOG_PATH}`;
  const institutions = config.institutions.map((id) => institutionById(id)!);
  const linkFor = (key: SectionKey): string => institutionById(key.institution)!.linkFor(key, catalogUrl);
  const breaker = { ...config.breaker, callTimeoutMs: checking.timeoutMs };
  // A look may wait for a browser, be given to another, and wait for its launch.
  const lookTimeoutMs = 2 * checking.timeoutMs + BROWSER_ALLOWANCE_MS;
  let webUrl = '';
  const publicUrl = (): string => config.publicUrl ?? webUrl;
  let system: System;
  const ask: System['outside']['ask'] = (...args) => system.outside.ask(...args);
  const vitals = {
    config,
    clock,
    store,
    storePing: new SharedPing(store, clock),
    bus,
    log,
    tree: () => system.tree(),
    outside: { ask },
  };
  const health = (): ReturnType<typeof checkHealth> => checkHealth(healthChecks(vitals), clock);
  const host = new URL(catalogUrl).host;
  const members = new Members({ store: store.members, node, leaseMs: checking.leaseMs, clock });
  const report = (): ReturnType<typeof ownReport> => ownReport(vitals, members.publishes);
  const reports = new NodeReports({ members, own: report, ask: (other, waitMs) => askReport(ask, other, waitMs), log });
  // Any node may have the duty of publishing, and live pages that show the section; one notifier is enough, the others
  // look by themselves.
  const listeners = (): Ref<Announcement>[] => [
    refTo(node, NOTIFIER_PATH),
    ...members.all.flatMap((each) => [PUBLISHER_PATH, WEB_PATH].map((path) => refTo<Announcement>(each, path))),
  ];

  const root = treeSpec({
    campus: campusPort === null ? null : campusSpec(campusPort),
    bus: busSpec(bus),
    store: storeSpec({ store, keepMs: config.retentionMs, isChosen: () => members.publishes }),
    membership: membershipSpec({ members, store: store.members, bus, report }),
    publisher: publisherSpec({
      publishes: () => members.publishes,
      all: () => members.all.map((each) => refTo(each, PUBLISHER_PATH)),
      bus,
      store,
      vitals: async () => vitalsOf(vitals, await reports.all()),
    }),
    notifying: notifyingSpec({
      node,
      notifications: store.notifications,
      quietGapMs: config.notifying.quietGapMs,
      owner: `${node}:${randomUUID()}`,
      leaseMs: checking.leaseMs,
      breaker,
      patience: { giveUpMs: config.notifying.giveUpMs, random },
      openChannel: () =>
        channelFor(
          config,
          {
            secret: secrets.sessionSecret,
            publicUrl,
            campusOf: (id) => {
              const institution = institutionById(id)!;
              const { name, timeZone } = institution;
              return {
                name,
                timeZone,
                simulated: campusUrl !== null,
                linkFor,
                termName: (term) => institution.termOf(term, clock.now())?.name ?? `Term ${term}`,
              };
            },
          },
          clock,
        ),
      observe: (stage, seconds) => {
        metrics.notificationSeconds.observe({ channel: 'email', stage }, seconds);
      },
    }),
    differ: differSpec(),
    browsers: browsersSpec({
      node,
      ...config.browsers,
      timeoutMs: checking.timeoutMs,
      sources: Object.fromEntries(config.institutions.map((id) => [id, { catalogUrl, apiUrl: config.asu.apiUrl }])),
    }),
    institutions: institutions.map((institution) => ({
      id: institution.id,
      children: [
        sectionCheckerSpec({
          institution: institution.id,
          calendar: institution,
          node,
          host,
          budgetPerMinute: checking.budgetPerMinute,
          store,
          breaker,
          massChange: checking.massChange,
          cadence: { schedule: checking.schedule, intervalMs: checking.intervalMs },
          timeoutMs: lookTimeoutMs,
          random,
          channels: ['email'],
          listeners,
          count: (outcome, sections) => {
            metrics.checks.inc({ institution: institution.id, outcome }, sections);
          },
          countRequests: (requests) => {
            metrics.requests.inc({ host }, requests);
          },
        }),
        schedulerSpec({
          institution,
          node,
          store,
          host,
          share: () => members.share,
          budgetPerMinute: checking.budgetPerMinute,
          intervalMs: checking.intervalMs,
          leaseMs: checking.leaseMs,
          looksPerStudent: config.maxWatchesPerUser,
          jobTimeoutMs: 3 * lookTimeoutMs,
        }),
      ],
    })),
    web: webSpec({
      node,
      version,
      http: config.http,
      publicUrl: config.publicUrl,
      sessionSecret: secrets.sessionSecret,
      operatorToken: secrets.operatorToken,
      operatorEmails: config.operatorEmails,
      maxWatchesPerUser: config.maxWatchesPerUser,
      checkIntervalMs: checking.intervalMs,
      institutions,
      linkFor,
      simulated: campusUrl !== null,
      campusUrl: campusUrl === null ? null : `${campusUrl}/control`,
      store,
      metrics,
      health,
      tree: () => system.tree(),
      others: () => members.others,
      nodes: () => reports.all(),
      acceptMqtt: bus.acceptStream?.bind(bus) ?? null,
      pagesDir: PAGES,
      onListening: (url) => {
        webUrl = url;
      },
    }),
  });

  let giveUp: (error: Error) => void;
  const failed = new Promise<Error>((resolve) => {
    giveUp = resolve;
  });
  system = createSystem({
    node,
    topicRoot: ACTOR_TOPIC_ROOT,
    transport: bus,
    clock,
    log,
    random,
    root,
    onFailed: (error) => {
      giveUp(error);
    },
    threadTransport: {
      module: new URL('./bus/port-client.js', import.meta.url).href,
      accept: (port) => {
        bus.acceptPort(port);
      },
    },
  });
  await system.start();
  // A disk that is full keeps other commands from finding this system, not the system from its work.
  const note = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'the note of where this runs is not right');
    }
  };
  note(() => noteRunning(config.dataDir, { url: webUrl, node }));
  log.info(
    { url: webUrl, mqttPort: bus.port, source: host, simulated: campusUrl !== null, cores: availableParallelism() },
    'started',
  );
  return {
    urls: {
      web: webUrl,
      mqtt: bus.port === undefined ? withoutPassword(config.busUrl) : `mqtt://${config.http.host}:${bus.port}`,
      campus: campusUrl === null ? null : `${campusUrl}/control`,
    },
    mailDir: config.mail.smtpUrl === null && config.mail.resendApiKey === null ? join(config.dataDir, 'mail') : null,
    operatorTokenFile: secrets.operatorTokenFile,
    failed,
    stop: async () => {
      log.info({}, 'stopping');
      note(() => forgetRunning(config.dataDir));
      await system.stop();
      log.info({}, 'stopped');
    },
  };
}
