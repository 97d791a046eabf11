/** How the whole system is, in one line, and its alerts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { SeriesQuery } from './series.ts';

const Severity = Type.Enum(['warning', 'critical']);

export const Alert = Type.Object(
  {
    name: Type.String(),
    severity: Severity,
    firing: Type.Boolean(),
    since: Type.String({ description: 'ISO 8601, UTC: since when it has been firing, or has not' }),
    value: Type.Number(),
    threshold: Type.Number({ description: 'the alert starts when the value was above for some time' }),
  },
  {
    title: 'Alert',
    examples: [
      {
        name: 'source-unseen',
        severity: 'critical',
        firing: true,
        since: '2026-11-23T20:00:00.000Z',
        value: 4,
        threshold: 2,
      },
    ],
  },
);
export const AlertList = Type.Object({ alerts: Type.Array(Alert) }, { title: 'Alerts' });
export type AlertList = Static<typeof AlertList>;

export const IncidentQuery = Type.Pick(SeriesQuery, ['range']);

const Incident = Type.Object({
  alert: Type.String(),
  severity: Severity,
  startedAt: Instant,
  endedAt: Type.Union([Instant, Type.Null({ description: 'it is firing' })]),
  value: Type.Number({ description: 'at the start' }),
});

export const IncidentList = Type.Object(
  { incidents: Type.Array(Incident, { description: 'at most 200: those that go on, then the newest' }) },
  { title: 'Incidents' },
);
export type IncidentList = Static<typeof IncidentList>;

const Cause = Type.Object({
  name: Type.String({ description: 'such as source-unseen, or paused:checks' }),
  level: Severity,
  since: Instant,
  message: Type.String({ description: 'what is the matter, and what follows from it' }),
});

export const Overview = Type.Object(
  {
    level: Type.Enum(['ok', 'warning', 'critical']),
    causes: Type.Array(Cause, { description: 'the most important first; empty if all is well' }),
    sections: Type.Integer({ description: 'watched sections' }),
    students: Type.Integer({ description: 'students with a watch that is not paused' }),
    messagesToday: Type.Integer({ description: 'messages sent since midnight, where the server is' }),
    deadLetters: Type.Integer({ description: 'checks and messages that were given up; a cause if they are many' }),
    lastSureLookAt: Type.Union([Instant, Type.Null({ description: 'the source has not answered yet' })]),
  },
  {
    title: 'Overview',
    examples: [
      {
        level: 'critical',
        causes: [
          {
            name: 'source-unseen',
            level: 'critical',
            since: '2026-11-23T20:00:00.000Z',
            message: 'Source not seen for 3 min · 27 sections unknown · no answer in 45 s',
          },
        ],
        sections: 6_250,
        students: 2_500,
        messagesToday: 17,
        deadLetters: 0,
        lastSureLookAt: '2026-11-23T20:00:00.000Z',
      },
    ],
  },
);
export type Overview = Static<typeof Overview>;
export type Cause = Static<typeof Cause>;
