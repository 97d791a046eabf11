/**
 * The series: figures of the running system over time, which operators see as charts. Each node measures its own
 * figures. A column says how those of a longer time and those of several nodes become one.
 */

export interface SeriesColumn {
  name: string;
  title: string;
  /** What it counts or measures. */
  about: string;
  /** Over a longer time. */
  time: 'mean' | 'max' | 'sum';
  /** Over all nodes. `max`: every node knows the whole, or the worst one counts. */
  nodes: 'sum' | 'max';
}

export interface Series {
  title: string;
  /** `per-minute`: events, which are stored as their number and shown as a rate. */
  unit: 'count' | 'per-minute' | 'seconds' | 'bytes';
  /**
   * `plain`: a figure for each column. `times`: numbers of events by how long they took at most, shown as quantiles.
   * `codes`: numbers of errors by code; each code of the range is a column.
   */
  kind: 'plain' | 'times' | 'codes';
  columns: readonly SeriesColumn[];
}

type About = Pick<SeriesColumn, 'name' | 'title' | 'about'>;

/** Something that is there: its average. */
const level = (of: About): SeriesColumn => ({ ...of, time: 'mean', nodes: 'sum' });
/** The same, where every node knows the whole. */
const known = (of: About): SeriesColumn => ({ ...of, time: 'mean', nodes: 'max' });
/** Something that must not grow: its highest value. */
const depth = (of: About): SeriesColumn => ({ ...of, time: 'max', nodes: 'sum' });
const knownDepth = (of: About): SeriesColumn => ({ ...of, time: 'max', nodes: 'max' });
const events = (of: About): SeriesColumn => ({ ...of, time: 'sum', nodes: 'sum' });

const QUANTILES: readonly SeriesColumn[] = [
  { name: 'p50', title: 'p50', about: 'Half took at most this long' },
  { name: 'p95', title: 'p95', about: '95 % took at most this long' },
  { name: 'p99', title: 'p99', about: '99 % took at most this long' },
].map(events);

/** The upper bounds of times that are counted, in seconds. */
export const TIME_BOUNDS_S: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 86_400];

const times = (title: string): Series => ({ title, unit: 'seconds', kind: 'times', columns: QUANTILES });

export const SERIES = {
  sections: {
    title: 'Sections and students',
    unit: 'count',
    kind: 'plain',
    columns: [
      known({ name: 'sections', title: 'Sections', about: 'Watched sections' }),
      known({ name: 'students', title: 'Students', about: 'Students with a watch that is not paused' }),
      known({ name: 'unknown', title: 'Unknown', about: 'Watched sections whose state is not known now' }),
    ],
  },
  requests: {
    title: 'Looks and requests',
    unit: 'per-minute',
    kind: 'plain',
    columns: [
      events({ name: 'looks', title: 'Looks', about: 'Sections looked at; one request may show several' }),
      events({ name: 'requests', title: 'Requests', about: 'Requests to the sources' }),
      known({ name: 'asked', title: 'Needed', about: 'Requests that the watches take at the interval that is set' }),
      known({ name: 'allowed', title: 'Budget', about: 'Requests that the budget allows' }),
    ],
  },
  'latency-email': times('From a change to its mail'),
  'latency-web-push': times('From a change to its push message'),
  'latency-webhook': times('From a change to its webhook call'),
  'latency-mqtt': times('From a change to its MQTT message'),
  queues: {
    title: 'Queues',
    unit: 'count',
    kind: 'plain',
    columns: [
      knownDepth({ name: 'overdue', title: 'Overdue', about: 'Sections whose look is long overdue' }),
      knownDepth({ name: 'dead-letters', title: 'Dead letters', about: 'Dead letters' }),
      knownDepth({ name: 'fan-out', title: 'Fan-out', about: 'Changes that are not in the queues of channels yet' }),
      knownDepth({ name: 'notifications', title: 'Notifications', about: 'Notifications that wait' }),
      depth({ name: 'mailboxes', title: 'Mailboxes', about: 'Messages that wait in the mailboxes of all actors' }),
    ],
  },
  browsers: {
    title: 'Browsers',
    unit: 'count',
    kind: 'plain',
    columns: [
      level({ name: 'free', title: 'Free', about: 'Browsers that have nothing to do' }),
      level({ name: 'busy', title: 'Busy', about: 'Browsers with a look' }),
      depth({ name: 'waiting', title: 'Waiting', about: 'Looks that wait for a browser' }),
      depth({ name: 'failed', title: 'Away', about: 'Browsers that do not run' }),
    ],
  },
  told: {
    title: 'Changes and notifications',
    unit: 'per-minute',
    kind: 'plain',
    columns: [
      events({ name: 'changes', title: 'Changes', about: 'Changes of sections that were seen' }),
      events({ name: 'notifications', title: 'Notifications', about: 'Notifications that were sent, on all channels' }),
    ],
  },
  errors: { title: 'Errors by code', unit: 'per-minute', kind: 'codes', columns: [] },
  'event-loop': {
    title: 'Event-loop delay',
    unit: 'seconds',
    kind: 'plain',
    columns: [
      { name: 'p50', title: 'p50', about: 'Half the delays were at most this long', time: 'mean', nodes: 'max' },
      { name: 'p99', title: 'p99', about: '99 % of the delays were at most this long', time: 'max', nodes: 'max' },
      { name: 'max', title: 'Longest', about: 'The longest block of a main thread', time: 'max', nodes: 'max' },
    ],
  },
  memory: {
    title: 'Memory',
    unit: 'bytes',
    kind: 'plain',
    columns: [
      level({ name: 'rss', title: 'Process', about: 'All memory of the process, without its browsers' }),
      level({ name: 'heap', title: 'Heap', about: 'JavaScript objects of the main thread' }),
      level({ name: 'external', title: 'Buffers', about: 'Buffers and other memory that objects hold' }),
      level({ name: 'threads', title: 'Threads', about: 'JavaScript objects of the threads of actors' }),
      level({ name: 'browsers', title: 'Browsers', about: 'The browsers, with all their processes' }),
    ],
  },
} as const satisfies Record<string, Series>;

export type SeriesName = keyof typeof SERIES;
export const SERIES_NAMES = Object.keys(SERIES) as SeriesName[];

/** The figures of one series, by column; of times by upper bound in milliseconds, of errors by code. */
export type Figures = Record<string, number>;
/** What a node measured at one time, or over one step. What is absent was not measured. */
export type Sample = Partial<Record<SeriesName, Figures>>;

export type SeriesRange = '1h' | '24h' | '7d';

/** For each range, in seconds: how far back it goes, and how far apart its points are. */
export const RANGES: Readonly<Record<SeriesRange, { seconds: number; step: number }>> = {
  '1h': { seconds: 3_600, step: 10 },
  '24h': { seconds: 86_400, step: 60 },
  '7d': { seconds: 604_800, step: 600 },
};
