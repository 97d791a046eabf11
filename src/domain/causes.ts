/** What is the matter with the running system, as an operator reads it. Pure. */
import { THRESHOLDS } from './alert-rules.ts';
import { duration } from './duration.ts';
import type { BreakerReading, ChannelReading, Readings, SourceReading } from './readings.ts';
import { isUntried } from './readings.ts';

export interface Cause {
  name: string;
  level: 'warning' | 'critical';
  /** ISO instant; null: not known, see `overviewAfter`. */
  since: string | null;
  /** What is the matter, since when, and what follows from it. */
  message: string;
}

/** Push services and webhooks are many hosts: one that fails is not the channel. */
const FAILURES_OF_CHANNEL: Record<ChannelReading['channel'], number> = { email: 1, 'web-push': 3, webhook: 3 };
const CHANNEL_WORDS = { email: 'Mail', 'web-push': 'Push messages', webhook: 'Webhooks' } as const;
const CHANNEL_CAUSES = { email: 'mail-down', 'web-push': 'push-down', webhook: 'webhooks-down' } as const;
const LONGEST_ERROR = 160;
const MINUTE_MS = 60_000;

/** All causes, the critical ones first, each kind in the order in which they explain each other. */
export function causesOf(readings: Readings): Cause[] {
  const causes = [
    ...ofHealth(readings),
    ...readings.sources.flatMap((source) => ofSource(source, readings)),
    ...ofPauses(readings),
    ...readings.channels.flatMap((channel) => ofChannel(channel, readings)),
    ...ofBrowsers(readings),
    ...ofActors(readings),
    ...ofNodes(readings),
  ];
  return [...causes.filter(({ level }) => level === 'critical'), ...causes.filter(({ level }) => level === 'warning')];
}

function ofHealth({ health: { failing } }: Readings): Cause[] {
  const code = (name: string): string | undefined => failing.find((check) => check.name === name)?.code;
  const [store, bus] = [code('store'), code('bus')];
  return [
    ...(store === undefined
      ? []
      : [
          store === 'PMC_STORE_UNWRITABLE'
            ? critical('store', 'The store cannot be written: its disk is full or read-only · no looks, no messages')
            : critical('store', 'The store does not answer · no looks, no messages'),
        ]),
    ...(bus === undefined ? [] : [critical('bus', 'The broker does not work · pages and programs hear nothing new')]),
    ...(code('configuration') === undefined
      ? []
      : [warning('configuration', 'PUBLIC_URL is not set · links in mails do not work on other machines')]),
  ];
}

function ofSource({ institution, breaker, calls, pace }: SourceReading, { at, sources, stored }: Readings): Cause[] {
  const several = sources.length > 1;
  const named = (name: string): string => (several ? `${name}:${institution}` : name);
  const source = several ? `The source of ${institution}` : 'Source';
  const causes: Cause[] = [];
  const since = calls.lastSuccessAt ?? calls.failingSince ?? null;
  if (calls.failures >= THRESHOLDS.failedLooks) {
    const forLong = since === null ? '' : ` for ${duration(at - Date.parse(since))}`;
    const parts = [`${source} not seen${forLong}`, unknownSections(pace?.unknown ?? 0), shortened(calls.error)];
    causes.push({ name: named('source-unseen'), level: 'critical', since, message: sentence(parts) });
  }
  if (breaker.state !== 'closed') {
    const parts = [`The breaker of ${several ? institution : 'the source'} is ${breaker.state}`, next(breaker, 'look')];
    if (calls.failures < THRESHOLDS.failedLooks) parts.push(shortened(calls.error));
    causes.push({
      name: named('breaker'),
      level: breaker.state === 'open' ? 'critical' : 'warning',
      since: calls.failingSince ?? null,
      message: sentence(parts),
    });
  }
  if (pace === null) return causes;
  if (pace.askedPerMinute > pace.allowedPerMinute)
    causes.push(
      warning(
        named('budget'),
        `The request budget is too small: asked ${Math.round(pace.askedPerMinute)}/min, ` +
          `allowed ${Math.round(pace.allowedPerMinute)}/min · looks every ${minutes(pace.resultingMs)} ` +
          `instead of ${minutes(pace.intervalMs)}`,
      ),
    );
  const paused = stored?.pauses.some(({ scope }) => scope === 'checks') === true;
  if (pace.overdue > THRESHOLDS.overdueSections && !paused)
    causes.push(warning(named('backlog'), `${count(pace.overdue)} sections are overdue · seats may be out of date`));
  return causes;
}

function ofPauses({ at, stored }: Readings): Cause[] {
  if (stored === null) return [];
  return stored.pauses.map(({ scope, institution, since }) => ({
    name: `paused:${scope}${institution === undefined ? '' : `:${institution}`}`,
    level: 'warning',
    since,
    message: sentence([
      `${scope === 'checks' ? 'Checks' : 'Notifications'}${institution === undefined ? '' : ` of ${institution}`} ` +
        `are paused for ${duration(at - Date.parse(since))}`,
      scope === 'checks' ? 'the source is not asked' : waiting(stored.pending),
    ]),
  }));
}

function ofChannel(reading: ChannelReading, { at, stored }: Readings): Cause[] {
  const { channel, breaker, calls } = reading;
  if (isUntried(reading, stored)) return [];
  if (breaker.state === 'closed' && calls.failures < FAILURES_OF_CHANNEL[channel]) return [];
  const since = calls.failingSince ?? null;
  const forLong = since === null ? '' : ` for ${duration(at - Date.parse(since))}`;
  return [
    {
      name: CHANNEL_CAUSES[channel],
      level: breaker.state === 'open' ? 'critical' : 'warning',
      since,
      message: sentence([
        `${CHANNEL_WORDS[channel]} not accepted${forLong}`,
        waiting(stored?.pending ?? 0),
        breaker.state === 'closed' ? '' : `breaker ${breaker.state}`,
        breaker.state === 'closed' ? '' : next(breaker, 'attempt'),
        shortened(calls.error),
      ]),
    },
  ];
}

function ofBrowsers({ browsers }: Readings): Cause[] {
  if (browsers === null) return [critical('browsers', 'The browser pool does not answer · nothing is looked at')];
  const { total, running, free, queued } = browsers;
  const queue = queued > THRESHOLDS.queuedLooks ? `${count(queued)} looks wait for a browser` : '';
  if (running === 0) return [critical('browsers', sentence(['No browser is running', 'nothing is looked at', queue]))];
  if (running < total) return [warning('browsers', sentence([`${running} of ${total} browsers run`, queue]))];
  return queue === '' || free > 0 ? [] : [warning('browsers', sentence(['All browsers are busy', queue]))];
}

function ofActors({ actors }: Readings): Cause[] {
  return actors.map(({ address, state, since, error }) => {
    const reason = shortened(error);
    const what = { running: 'was restarted', restarting: 'is restarting', starting: 'is starting' };
    const isDown = state === 'failed' || state === 'stopped';
    return {
      name: `actor:${address}`,
      level: isDown ? 'critical' : 'warning',
      since,
      message: sentence([
        `${address} ${isDown ? `has ${state}` : what[state]}`,
        isDown ? 'its work rests' : '',
        reason,
      ]),
    };
  });
}

function ofNodes({ at, nodes: { lost, disk } }: Readings): Cause[] {
  const causes: Cause[] = lost.map(({ node, seenAt }) => ({
    name: `node-lost:${node}`,
    level: 'warning',
    since: seenAt,
    message: `Node ${node} is lost for ${duration(at - Date.parse(seenAt))} · the others do its work`,
  }));
  if (disk !== null && disk.usedPercent > THRESHOLDS.diskPercent.warning) {
    const percent = Math.floor(disk.usedPercent);
    const message = `The disk of ${disk.node} is ${percent} % full · a full one stops looks and messages`;
    causes.push(
      disk.usedPercent > THRESHOLDS.diskPercent.critical ? critical('disk', message) : warning('disk', message),
    );
  }
  return causes;
}

const critical = (name: string, message: string): Cause => ({ name, level: 'critical', since: null, message });
const warning = (name: string, message: string): Cause => ({ name, level: 'warning', since: null, message });

const sentence = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
const count = (value: number): string => value.toLocaleString('en-US');

function unknownSections(unknown: number): string {
  if (unknown === 0) return '';
  return unknown === 1 ? '1 section unknown' : `${count(unknown)} sections unknown`;
}

function waiting(pending: number): string {
  if (pending === 0) return 'no message waits';
  return pending === 1 ? '1 message waits' : `${count(pending)} messages wait`;
}

function next({ state, retryInMs }: BreakerReading, what: string): string {
  return state === 'open' ? `next ${what} in ${minutes(retryInMs)}` : `a few ${what}s are tried`;
}

/** Minutes, or seconds below two minutes. */
function minutes(ms: number): string {
  return ms < 2 * MINUTE_MS ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / MINUTE_MS)} min`;
}

function shortened(error = ''): string {
  return error.length > LONGEST_ERROR ? `${error.slice(0, LONGEST_ERROR)}…` : error;
}
