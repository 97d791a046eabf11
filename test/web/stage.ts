/** The web actor on a real socket and a real store, among small stand-ins for the actors it talks to. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Test } from 'tap';
import { WebSocket } from 'ws';
import type { BrowserPoolMessage, PoolStatus } from '../../src/actors/checking/browsers/pool.ts';
import type { EmailMessage, SendReply } from '../../src/actors/notifying/email.ts';
import type { NotifierMessage } from '../../src/actors/notifying/notifier.ts';
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { Watch } from '../../src/domain/watch.ts';
import type { Cycle } from '../../src/checking/cycle.ts';
import type { ActorContext, ActorSpec } from '../../src/runtime/index.ts';
import type { RunCycleReply, SchedulerMessage } from '../../src/actors/checking/scheduler.ts';
import type { LookReply } from '../../src/checking/waiting-looks.ts';
import { checkHealth, HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { HealthChecks, HealthReport } from '../../src/nodes/health.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { webSpecFrom } from '../../src/web/web.ts';
import type { WebMessage } from '../../src/web/web.ts';
import { places } from '../../src/actors/places.ts';
import { at } from '../../src/nodes/place.ts';
import { see } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { ManualClock, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { FakeInstitution } from './fake-institution.ts';

export const OPERATOR_TOKEN = 'operator-token-of-at-least-32-chars';
export const SESSION_SECRET = 'session-secret-of-at-least-32-chars';
export const OPERATOR = 'op@example.edu';
export const bearer = { authorization: `Bearer ${OPERATOR_TOKEN}` };

/** As the contract has it; which of them there are is for the test to say. */
export interface AnyBody {
  code: string;
  message: string;
  changes: Change[];
  nextCursor?: string;
  watches: Watch[];
  sections: SectionState[];
  [more: string]: unknown;
}
export interface AnyFrame {
  type: string;
  cursor: string;
  reset: boolean;
  code: string;
  message: string;
  change: Change;
  sections: SectionState[];
}
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: AnyBody;
}
interface Asked {
  body?: unknown;
  headers?: Record<string, string>;
  cookie?: string;
}

type Look = Extract<SchedulerMessage, { type: 'look' }>;

/** What the stand-ins were told, and what they answer. */
export class Neighbours {
  readonly looks: Look['what'][] = [];
  /** For whom each look was. */
  readonly askers: Look['by'][] = [];
  readonly mails: { to: string; subject: string; text: string; html: string }[] = [];
  /** `scheduler`, `notifier` or `email`, in order. */
  readonly woken: string[] = [];
  /** Absent: the look hangs. */
  onLook: ((what: Look['what']) => LookReply | Promise<LookReply>) | undefined = () => ({ outcome: 'not-found' });
  runCycle: RunCycleReply = { outcome: 'running' };
  cycle: Cycle | null = null;
  /** Ids of further nodes. */
  others: string[] = [];
  answerCycle = (answer: (reply: { cycle: Cycle | null }) => void): void => answer({ cycle: this.cycle });
  pool: PoolStatus = { total: 2, available: 1, busy: 1, queued: 0, overloaded: false, ready: true };
  mailReply: SendReply = { outcome: 'sent' };

  specs(): [
    ActorSpec<SchedulerMessage>,
    ActorSpec<BrowserPoolMessage>,
    ActorSpec<NotifierMessage>,
    ActorSpec<EmailMessage>,
  ] {
    return [
      standIn<SchedulerMessage>('scheduler', async (message, context) => {
        if (message.type === 'wake') this.woken.push('scheduler');
        if (message.type === 'look') {
          this.looks.push(message.what);
          this.askers.push(message.by);
          if (this.onLook !== undefined) context.tell(message.replyTo, await this.onLook(message.what));
        }
        if (message.type === 'run-cycle') context.tell(message.replyTo, this.runCycle);
        if (message.type === 'current-cycle') this.answerCycle((cycle) => context.tell(message.replyTo, cycle));
      }),
      standIn<BrowserPoolMessage>('pool', (message, context) => {
        if (message.type === 'status') context.tell(message.replyTo, this.pool);
      }),
      standIn<NotifierMessage>('notifier', () => void this.woken.push('notifier')),
      standIn<EmailMessage>('email', (message, context) => {
        if (message.type === 'wake') this.woken.push('email');
        if (message.type !== 'send') return;
        this.mails.push(message.mail);
        context.tell(message.replyTo, this.mailReply);
      }),
    ];
  }
}

function standIn<Message>(
  id: string,
  receive: (message: Message, context: ActorContext<Message>) => void | Promise<void>,
): ActorSpec<Message> {
  return { type: 'actor', id, start: (context) => ({ receive: (message) => receive(message, context) }) };
}

/** A server that is up. `pages`: files of the built pages, none when not given. */
export async function stage(t: Test, overrides: Partial<WebDeps> = {}, pages: Record<string, string> = {}) {
  const clock = new ManualClock();
  const directory = t.testdir({ pages });
  let aheadMs = 0;
  const store = new SqliteStore(join(directory, 'store.db'), { now: () => clock.now() + aheadMs });
  await store.open();
  t.teardown(() => store.close());
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  const neighbours = new Neighbours();
  const health = Object.fromEntries(HEALTH_CHECKS.map((name) => [name, async () => undefined])) as HealthChecks;
  const mqtt: Duplex[] = [];
  let url = '';
  mkdirSync(join(directory, 'pages'), { recursive: true });
  const ownHealth = (): Promise<HealthReport> => checkHealth(health, clock);
  const startedAt = new Date(clock.now()).toISOString();
  const deps: WebDeps = {
    node: 'n',
    version: '1.2.3',
    http: { host: '127.0.0.1', port: 0, portIsDefault: false, trustProxy: [] },
    publicUrl: null,
    sessionSecret: SESSION_SECRET,
    operatorToken: OPERATOR_TOKEN,
    operatorEmails: [OPERATOR],
    maxWatchesPerUser: 3,
    checkIntervalMs: 300_000,
    institutions: [new FakeInstitution()],
    linkFor: ({ term, classNumber }) => `https://university.example/${term}?q=${classNumber}`,
    simulated: true,
    campusUrl: 'http://127.0.0.1:1/',
    store,
    metrics: createMetrics(),
    health: ownHealth,
    tree: () => test.system.tree(),
    others: () => neighbours.others,
    nodes: async () => [
      {
        node: 'n',
        self: true,
        state: 'online',
        startedAt,
        seenAt: new Date(clock.now()).toISOString(),
        publishes: true,
        health: await ownHealth(),
        tree: test.system.tree(),
        cycle: neighbours.cycle,
      },
    ],
    acceptMqtt: (stream) => {
      mqtt.push(stream);
    },
    pagesDir: join(directory, 'pages'),
    onListening: (at) => {
      url = at;
    },
    ...overrides,
  };
  const [scheduler, pool, notifier, email] = neighbours.specs();
  const test = await testSystem(
    t,
    supervise('root', [
      supervise('checking', [supervise('asu', [scheduler]), supervise('browsers', [pool])]),
      supervise('notifying', [notifier, email]),
      at(places.web, webSpecFrom(deps)),
    ]),
    { clock },
  );
  await test.system.start();

  const ask = async (method: string, path: string, { body, headers = {}, cookie }: Asked = {}): Promise<Answer> => {
    const isText = typeof body === 'string';
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      body: body === undefined ? null : isText ? body : JSON.stringify(body),
      headers: {
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie }),
        ...headers,
      },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as AnyBody,
    };
  };

  return {
    ...test,
    deps,
    store,
    harness,
    neighbours,
    health,
    mqtt,
    ask,
    clock,
    url: () => url,
    /** Writes down what a look has shown, as the section-checker does. */
    see: (...look: Parameters<typeof see> extends [unknown, ...infer Rest] ? Rest : never) => see(harness, ...look),
    /** Days and hours for the store alone: nothing ticks meanwhile. */
    passes: (ms: number): void => {
      aheadMs += ms;
    },
    /** Signs in by a mailed link. Returns the cookie. */
    signIn: async (email = 'ada@example.edu'): Promise<string> => {
      await ask('POST', '/api/v1/session', { body: { email } });
      const token = await linkToken(neighbours, clock);
      const { headers } = await ask('POST', '/sign-in', {
        body: `token=${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      return headers.get('set-cookie')!.split(';')[0]!;
    },
    announce: (message: WebMessage) => test.system.outside.tell(test.system.ref<WebMessage>('web'), message),
    live: (headers: Record<string, string> = {}) => Live.open(t, url, headers),
  };
}

/** The token in the newest mail. */
export async function linkToken({ mails }: Neighbours, clock: ManualClock): Promise<string> {
  await clock.advance(0);
  return /sign-in\?token=([\w-]+)/.exec(mails.at(-1)!.text)![1]!;
}

/** A client at /ws. */
export class Live {
  readonly socket: WebSocket;
  readonly #frames: AnyFrame[] = [];
  #wanted: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()) as AnyFrame);
      this.#wanted?.();
    });
  }

  static async open(t: Test, url: string, headers: Record<string, string>): Promise<Live> {
    const socket = new WebSocket(new URL('/ws', url), { headers });
    t.teardown(() => socket.terminate());
    const live = new Live(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return live;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame. */
  async next(): Promise<AnyFrame> {
    while (this.#frames.length === 0)
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    return this.#frames.shift()!;
  }

  /** The next `count` frames. */
  async take(count: number): Promise<AnyFrame[]> {
    const frames: AnyFrame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** All there is before the answer to a frame sent now: nothing more is on its way. */
  async rest(): Promise<AnyFrame[]> {
    this.send('end?');
    const frames: AnyFrame[] = [];
    for (let frame = await this.next(); frame.code !== 'PMC_FRAME_INVALID'; frame = await this.next())
      frames.push(frame);
    return frames;
  }
}
