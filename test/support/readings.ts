/** Readings of a system that is well. */
import type { ChannelReading, Readings, SourceReading } from '../../src/domain/readings.ts';

export const AT = Date.parse('2026-11-23T20:00:00.000Z');
/** So many milliseconds before. */
export const ago = (ms: number): string => new Date(AT - ms).toISOString();

const CLOSED = { state: 'closed', retryInMs: 0 } as const;

export function sourceReading(over: Partial<SourceReading> = {}): SourceReading {
  return {
    institution: 'asu',
    breaker: CLOSED,
    calls: { failures: 0, lastSuccessAt: ago(4_000) },
    canaryFailures: 0,
    pace: {
      watched: 6_250,
      unknown: 0,
      overdue: 0,
      askedPerMinute: 30,
      allowedPerMinute: 60,
      intervalMs: 300_000,
      resultingMs: 300_000,
    },
    ...over,
  };
}

export function channelReading(over: Partial<ChannelReading> = {}): ChannelReading {
  return { channel: 'email', breaker: CLOSED, calls: { failures: 0 }, p95Seconds: null, ...over };
}

export function readings(over: Partial<Readings> = {}): Readings {
  return {
    at: AT,
    health: { status: 'healthy', failing: [] },
    sources: [sourceReading()],
    channels: [channelReading(), channelReading({ channel: 'web-push' }), channelReading({ channel: 'webhook' })],
    actors: [],
    browsers: { total: 2, running: 2, free: 1, queued: 0 },
    nodes: { lost: [], disk: { node: 'a', usedPercent: 20 } },
    cycleShare: 0,
    stored: { deadLetters: 0, pending: 0, students: 2_500, messagesToday: 17, pauses: [] },
    ...over,
  };
}
