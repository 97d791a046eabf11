/**
 * What is known of the running system, of all its nodes together, at one moment. The overview and the alerts follow
 * from it. `null`: it could not be read.
 */

export interface Readings {
  /** Epoch ms. */
  at: number;
  health: HealthReading;
  sources: SourceReading[];
  channels: ChannelReading[];
  /** Actors that are not running, or were restarted a moment ago. */
  actors: ActorReading[];
  browsers: BrowsersReading | null;
  nodes: NodesReading;
  /** The longest running cycle, as a share of the time until the next one is due; 0: none is running. */
  cycleShare: number;
  stored: StoredReading | null;
}

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

export interface HealthReading {
  status: HealthStatus;
  /** The checks that fail, with the code of the error. */
  failing: { name: string; code: string }[];
}

/** How an actor's calls to the other side went lately. Instants are ISO. */
export interface CallsReading {
  /** In a row; 0: the last call succeeded, or there was none. */
  failures: number;
  failingSince?: string;
  lastSuccessAt?: string;
  error?: string;
}

export interface BreakerReading {
  state: 'closed' | 'open' | 'half-open';
  /** Milliseconds until an open breaker lets a call through. */
  retryInMs: number;
}

/** The source of one institution. */
export interface SourceReading {
  institution: string;
  breaker: BreakerReading;
  calls: CallsReading;
  /** Looks in the last minutes at which the canary was not seen either. */
  canaryFailures: number;
  pace: PaceReading | null;
}

export interface PaceReading {
  /** Watched sections: all, those that are `unknown`, and those whose look is long overdue. */
  watched: number;
  unknown: number;
  overdue: number;
  /** Requests a minute: what the watches take, and what the budget allows. */
  askedPerMinute: number;
  allowedPerMinute: number;
  /** The interval that is set, and the one that results. */
  intervalMs: number;
  resultingMs: number;
}

export interface ChannelReading {
  channel: 'email' | 'web-push' | 'webhook';
  breaker: BreakerReading;
  calls: CallsReading;
  /** 95 % of the notifications of the last minutes were sent within so many seconds; null: there were too few. */
  p95Seconds: number | null;
}

/**
 * Whether a channel that failed may work again, and no message waits to show it. Push services and webhooks are many
 * hosts, so there is nothing to probe: the next message is tried. A mail server is probed.
 */
export function isUntried({ channel, breaker }: ChannelReading, stored: Readings['stored']): boolean {
  return channel !== 'email' && breaker.state !== 'open' && stored?.pending === 0;
}

export interface ActorReading {
  /** Its node and path, such as `a/checking/browsers/browser-1`. */
  address: string;
  state: 'starting' | 'running' | 'restarting' | 'stopped' | 'failed';
  /** ISO instant of the last change of state. */
  since: string;
  error?: string;
}

export interface BrowsersReading {
  total: number;
  /** Those that run, and those of them that have nothing to do. */
  running: number;
  free: number;
  /** Looks that wait for a browser. */
  queued: number;
}

export interface NodesReading {
  /** Nodes that were heard of within the last hour and are gone. `seenAt`: ISO. */
  lost: { node: string; seenAt: string }[];
  /** How full the fullest disk of a DATA_DIR is, in percent. */
  disk: { node: string; usedPercent: number } | null;
}

export interface StoredReading {
  deadLetters: number;
  /** Notifications that wait. */
  pending: number;
  students: number;
  messagesToday: number;
  /** Without `institution` it applies everywhere. `since`: ISO. */
  pauses: { scope: 'checks' | 'notifications'; institution?: string; since: string }[];
}
