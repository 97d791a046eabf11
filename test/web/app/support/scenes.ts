/** What the pages can show, each of which must pass the audit. */
import type { NodeReport } from '../../../../src/nodes/node-report.ts';
import type { Watch } from '../../../../src/domain/watch.ts';
import type { Message } from '../../../../src/web/contract/message.ts';
import { byRole } from './browser.ts';
import { figuresOf } from './figures.ts';
import { awayReport, nodeReport } from './nodes.ts';
import { sample, withSeats } from './sample.ts';
import { answerOf, type PageServer, problem } from './server.ts';

interface Scene {
  name: string;
  path: string;
  /** There once the page is drawn. */
  ready: string;
  session: PageServer['session'];
  /** Clicked in order. */
  click?: string | string[];
  /** There after the clicks. */
  shows?: string;
  watches?: Watch[];
  messages?: Message[];
  /** Of the operator page: other nodes. */
  others?: NodeReport[];
  prepare?: (server: PageServer) => void;
  /** Some of its parts are only on phones or only on desktops, or have other colours there. */
  differsByWidth?: boolean;
}

/** It is opened a moment after it was drawn. */
const DIALOG = 'dialog[open]';
const SEEN = '2026-11-23T20:01:00.000Z';
const { changes } = withSeats(sample('66446'), 150, 147, SEEN);
const message = { section: 'asu/2267/66446', change: changes[0]!, kind: 'opened', detectedAt: SEEN, queuedAt: SEEN };
const MESSAGES: Message[] = [
  { ...message, id: 'm3', channel: 'webhook', label: 'Discord · discord.com', state: 'dead' },
  { ...message, id: 'm2', channel: 'web-push', label: 'Firefox · Android', state: 'pending' },
  { ...message, id: 'm1', channel: 'email', label: 'sam.student@example.edu', state: 'sent', sentAt: SEEN },
];
const CSE = '/?institution=asu&term=2267&q=CSE';

const signedIn = { email: 'sam.student@example.edu', operator: true };
export const SCENES: Scene[] = [
  { name: 'the first page', path: '/', ready: '.steps', session: null },
  {
    name: 'results with every status and watches',
    path: '/?institution=asu&term=2267&q=CSE',
    ready: '.watch',
    session: signedIn,
    messages: MESSAGES,
    shows: '.message',
    differsByWidth: true,
  },
  {
    name: 'a watched class with its history',
    path: '/',
    ready: '.watch',
    session: signedIn,
    click: '.history summary',
    shows: '.history-chart',
    prepare: ({ routes, sections }) => {
      const more = withSeats(withSeats(sections.get('asu/2267/66446')!, 150, 148, SEEN).state, 150, 150, SEEN);
      const history = { status: 200, body: { changes: [...changes, ...more.changes] } };
      routes.set('GET /api/v1/sections/asu/2267/66446/history', () => history);
    },
  },
  { name: 'a student without watches', path: '/', ready: '.messages', session: signedIn, watches: [] },
  {
    name: 'the sign-in dialog',
    path: '/',
    ready: '.steps',
    session: null,
    click: byRole('button', 'Sign in'),
    shows: DIALOG,
  },
  {
    name: 'a search that finds nothing',
    path: CSE,
    ready: '.results-count:not(:empty)',
    session: null,
    prepare: ({ routes }) => routes.set('GET /api/v1/search', () => answerOf([])),
  },
  {
    name: 'a search that failed',
    path: CSE,
    ready: '.note-bad',
    session: null,
    prepare: ({ routes }) => routes.set('GET /api/v1/search', () => problem(503, 'PMC_BREAKER_OPEN', 'is not asked')),
  },
  {
    name: 'several chosen classes',
    path: CSE,
    ready: 'tr.section',
    session: null,
    click: ['66445', '66446'].map((number) => byRole('checkbox', `Choose CSE 310, class ${number}`)),
    shows: '.chosen .button',
  },
  {
    name: 'the dialog of several chosen classes',
    path: CSE,
    ready: '.messages',
    session: signedIn,
    watches: [],
    click: [
      ...['66445', '66446'].map((number) => byRole('checkbox', `Choose CSE 310, class ${number}`)),
      '.chosen .button-primary',
    ],
    shows: DIALOG,
  },
  {
    name: 'a watch that was just paused for a day',
    path: '/',
    ready: '.watch',
    session: signedIn,
    click: '[data-watch="asu/2267/66446"] .button',
    shows: '.toasts-undo',
    differsByWidth: true,
  },
  {
    name: 'a watch that was just removed',
    path: '/',
    ready: '.watch',
    session: signedIn,
    click: byRole('button', 'Remove CSE 310 · 66446'),
    shows: '.toasts-undo',
  },
  {
    name: 'the page while the server is away',
    path: '/?institution=asu&term=2267&q=66446',
    ready: '.connection-reconnecting',
    session: signedIn,
    prepare: (server) => server.cutConnections(),
  },
  {
    name: 'the dialog of a watch',
    path: '/?institution=asu&term=2267&q=66446',
    ready: 'tr.section',
    session: null,
    click: byRole('button', 'Watch CSE 310, class 66446'),
    shows: DIALOG,
  },
  {
    name: 'the dialog of a watch of any class of a course',
    path: '/?institution=asu&term=2267&q=CSE',
    ready: 'tr.section',
    session: signedIn,
    click: [
      byRole('button', 'Watch CSE 310, class 66445'),
      byRole('radio', 'Any class of CSE 310'),
      '.watch-terms summary',
    ],
    shows: '.watch-terms[open]',
  },
  { name: 'the operator page', path: '/operator', ready: '.node', session: signedIn },
  {
    name: 'the operator page of several nodes',
    path: '/operator',
    ready: '.node',
    session: signedIn,
    others: [nodeReport('host-a'), awayReport('host-c', 'silent'), awayReport('host-d', 'lost')],
    differsByWidth: true,
  },
  {
    name: 'a node that is lost',
    path: '/operator',
    ready: '.node',
    session: signedIn,
    others: [awayReport('host-c', 'lost')],
    click: byRole('radio', 'host-c'),
    shows: '::-p-text(the other nodes take over its work)',
  },
  {
    name: 'the figures of the operator page',
    path: '/operator#/figures',
    ready: '[data-figure="memory"] dd:not(:empty)',
    session: signedIn,
    click: '[data-figure="sections"] summary',
    shows: '[data-figure="sections"] tbody tr',
    prepare: ({ routes }) => {
      const { points, ...rest } = figuresOf('sections', '1h', Date.parse(SEEN));
      routes.set('GET /api/v1/series', () => ({ status: 200, body: { ...rest, points: points.slice(-9) } }));
    },
  },
  { name: 'the sign-in of operators', path: '/operator', ready: '#token', session: null },
];
