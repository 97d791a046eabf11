/**
 * The campus simulator stands in for a university's class search, in tests, benches and demos. Nothing in it is real.
 */
import { campusError } from './errors.ts';
import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import type { FastifyHttpOptions } from 'fastify';
import type { Server } from 'node:http';
import type { Clock } from '../../src/runtime/index.ts';
import { reasonOf, systemClock } from '../../src/runtime/index.ts';
import { Answers } from './answers.ts';
import { API_BASE, registerApi } from './api.ts';
import { overlay, readCapture } from './capture.ts';
import { makeCertificate } from './certificate.ts';
import { ChangeLog } from './change-log.ts';
import { registerControl } from './control.ts';
import type { SectionPatch } from './control.ts';
import { newCounters } from './counters.ts';
import type { Counters } from './counters.ts';
import { faultHook } from './faults.ts';
import { EXAMPLE_TERM, generateSections } from './generate.ts';
import { CampusMailServer } from './mail-server.ts';
import type { AcceptedMail } from './mail-server.ts';
import { listen } from './listen.ts';
import { Misbehaviour } from './misbehaviour.ts';
import type { Wish } from './misbehaviour.ts';
import { Movement } from './movement.ts';
import { ownOrigins } from './own-origin.ts';
import { CATALOG_PATH, CONTROL_PATH, registerCatalog, registerOpenPages } from './pages.ts';
import { Replay } from './replay.ts';
import type { ReplayProgress } from './replay.ts';
import { withOneMoreSeat, withoutSeats } from './section.ts';
import type { CampusSection } from './section.ts';
import { offeredTerms } from './terms.ts';
import { readTrace } from './trace.ts';
import { World } from './world.ts';
import type { ChangeListener } from './world.ts';

export interface CampusOptions {
  /** 0: any free port. Default: 4000 or the next free port. */
  port?: number;
  /** Where it listens. Default: 127.0.0.1. The control page has no password, so anybody who reaches it can use it. */
  host?: string;
  seed?: number;
  /** The number of sections in the main term. The other terms have fewer. */
  sections?: number;
  /** A CSV file with a recorded enrolment series, see trace.ts. The campus then has only its sections. */
  trace?: string;
  /** How many times faster than recorded, or than real students. 0: nothing happens by itself. */
  speed?: number;
  /** A JSON file with a captured answer, see capture.ts. */
  capture?: string;
  /** The port of a mail server; 0: any free port. Default: no mail server. */
  smtpPort?: number;
  /** Serves HTTP/2 and HTTP/1.1 over TLS instead of HTTP/1.1 without it. */
  http2?: boolean;
  clock?: Clock;
}

export interface Campus {
  /** The origin for browsers on this machine, `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The hash of its public key, for browsers that shall trust it; null without TLS. */
  readonly keyHash: string | null;
  readonly catalogUrl: string;
  readonly apiUrl: string;
  readonly controlUrl: string;
  /** The term for which students choose classes now. It has most of the sections. */
  readonly term: string;
  readonly sections: readonly Readonly<CampusSection>[];
  readonly requests: Readonly<Counters>;
  /** null: there is no mail server. */
  readonly smtpUrl: string | null;
  /** The mails that the mail server has accepted, oldest first. */
  readonly mails: readonly AcceptedMail[];
  /** null: no trace is replayed. */
  readonly replay: ReplayProgress | null;
  /** `term` defaults to the main term. @throws PMC_SECTION_NOT_FOUND */
  find(classNumber: string, term?: string): Readonly<CampusSection>;
  setSeats(classNumber: string, patch: SectionPatch, term?: string): void;
  /** Adds one seat that anyone can take. */
  openSeat(classNumber: string, term?: string): void;
  fill(classNumber: string, term?: string): void;
  /** Switches faults on and off. `behave` switches all of them off. */
  misbehave(wish: Wish): void;
  behave(): void;
  /** Calls `listener` at each change of a section, with its previous facts. */
  onChange(listener: ChangeListener): void;
  /** Pauses and resumes the students, or the replay. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Starts a campus. @throws PMC_PORT_TAKEN; PMC_CONFIG_INVALID for an unusable host or an unreadable file */
export async function startCampus({
  port,
  host = '127.0.0.1',
  seed = 1,
  sections = 6_000,
  trace,
  speed = 1,
  capture,
  smtpPort,
  http2 = false,
  clock = systemClock,
}: CampusOptions = {}): Promise<Campus> {
  const terms = offeredTerms(clock.now());
  const [mainTerm] = terms;
  const recorded = trace === undefined ? null : readTrace(await readOption('--trace', trace), trace, mainTerm);
  const captured = capture === undefined ? [] : readCapture(await readOption('--capture', capture), capture);
  const world = new World(
    overlay(
      captured,
      recorded?.sections ?? generateSections({ seed, sections, terms: [...new Set([...terms, EXAMPLE_TERM])] }),
    ),
  );
  const replay = recorded === null ? null : new Replay({ trace: recorded, world, clock, speed });
  const motion = replay ?? new Movement({ world, seed, clock, speed });
  const misbehaviour = new Misbehaviour(seed, clock);
  const requests = newCounters();
  const faults = faultHook(misbehaviour, clock);
  const mailServer = new CampusMailServer(misbehaviour, clock);
  let url = '';
  const isOwn = ownOrigins(host, () => url);

  // A value of the wrong type is refused, not converted.
  const ajv = { customOptions: { coerceTypes: false, removeAdditional: false } } as const;
  const certificate = http2 ? makeCertificate(clock.now()) : null;
  const tls = certificate !== null && { http2: true, https: { allowHTTP1: true, ...certificate } };
  // Its types tell an HTTP/2 server from another one. No route here needs to know.
  const app = Fastify({
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
    ajv,
    ...tls,
  } as FastifyHttpOptions<Server>);
  registerOpenPages(app);
  void app.register(async (site) => {
    site.addHook('onRequest', async () => {
      requests.asked += 1;
    });
    site.addHook('onRequest', faults.hook);
    const parts = { world, answers: new Answers(world), misbehaviour, requests, mainTerm, isOwn };
    registerCatalog(site, parts);
    void site.register(async (api) => registerApi(api, parts));
  });
  void app.register(
    async (control) =>
      registerControl(control, {
        world,
        mails: mailServer.mails,
        log: new ChangeLog(world, clock),
        misbehaviour,
        motion,
        replay,
        requests,
        mainTerm,
        seed,
        isOwn,
      }),
    { prefix: `${CONTROL_PATH}/api` },
  );
  url = await listen(app, host, http2 ? 'https' : 'http', port);
  const smtpUrl = smtpPort === undefined ? null : `smtp://${host}:${await mailServer.listen(smtpPort, host)}`;
  motion.start();

  const change = (classNumber: string, term: string, facts: (section: CampusSection) => SectionPatch): void => {
    const section = world.find(term, classNumber);
    world.change(section, facts(section));
  };
  return {
    url,
    keyHash: certificate?.keyHash ?? null,
    catalogUrl: `${url}${CATALOG_PATH}`,
    apiUrl: `${url}${API_BASE}`,
    controlUrl: `${url}${CONTROL_PATH}`,
    term: mainTerm,
    sections: world.sections,
    requests,
    smtpUrl,
    mails: mailServer.mails,
    get replay() {
      return replay?.progress ?? null;
    },
    find: (classNumber, term = mainTerm) => world.find(term, classNumber),
    setSeats: (classNumber, patch, term = mainTerm) => change(classNumber, term, () => patch),
    openSeat: (classNumber, term = mainTerm) => change(classNumber, term, withOneMoreSeat),
    fill: (classNumber, term = mainTerm) => change(classNumber, term, withoutSeats),
    misbehave: (wish) => misbehaviour.wish(wish),
    behave: () => misbehaviour.clear(),
    onChange: (listener) => {
      world.onChange(listener);
    },
    pause: () => motion.stop(),
    resume: () => motion.start(),
    close: async () => {
      motion.stop();
      faults.stop();
      await Promise.all([app.close(), smtpUrl !== null && mailServer.close()]);
    },
  };
}

async function readOption(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw campusError('PMC_CONFIG_INVALID', { name, value: path, reason: reasonOf(error) }, error);
  }
}
