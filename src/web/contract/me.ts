/** A student's account. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { DIGESTS, LANGUAGES } from '../../domain/preferences.ts';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';

const TimeOfDay = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'HH:MM, 24 hours',
  examples: ['22:00'],
});

const QuietHours = Type.Object(
  {
    from: TimeOfDay,
    to: TimeOfDay,
    exceptOpenings: Type.Boolean({ description: 'an open seat is told at once, also during these hours' }),
  },
  { ...strict, description: 'in the time zone of the account; they may go past midnight' },
);

const preferences = {
  language: Type.Enum([...LANGUAGES]),
  timeZone: Type.String({ maxLength: 64, description: 'IANA name' }),
  quietHours: Type.Union([QuietHours, Type.Null()]),
  digest: Type.Enum([...DIGESTS], { description: 'how often everything but open seats is told together' }),
  notifications: Type.Boolean({ description: 'false: nothing is sent, whatever the watches say' }),
  outages: Type.Boolean({ description: 'tell when a watched section could not be seen for a while' }),
};

const EXAMPLE = {
  language: 'en',
  timeZone: 'America/Phoenix',
  quietHours: { from: '22:00', to: '07:00', exceptOpenings: true },
  digest: 'off',
  notifications: true,
  outages: true,
};

export const Me = Type.Object(
  { email: Type.String(), ...preferences },
  { title: 'Me', examples: [{ email: 'ada@example.edu', ...EXAMPLE }] },
);
export type Me = Static<typeof Me>;

export const MePatch = Type.Partial(Type.Object(preferences), {
  ...strict,
  title: 'MePatch',
  examples: [{ quietHours: null, digest: 'daily' }],
});
export type MePatch = Static<typeof MePatch>;

export const StudentSession = Type.Object(
  {
    id: Type.String({ description: 'names the session; it cannot be used as one' }),
    browser: Type.String({ description: "such as 'Firefox · Android'; '' when unknown" }),
    createdAt: Instant,
    lastUsedAt: Instant,
    current: Type.Boolean({ description: 'this request was made with it' }),
  },
  { title: 'StudentSession' },
);
export type StudentSession = Static<typeof StudentSession>;

export const SessionList = Type.Object(
  { sessions: Type.Array(StudentSession) },
  {
    title: 'SessionList',
    examples: [
      {
        sessions: [
          {
            id: '0f7c1b9e3d5a486297cbe04d18f3a6b2',
            browser: 'Firefox · Android',
            createdAt: '2026-11-23T20:00:00.000Z',
            lastUsedAt: '2026-11-24T08:15:00.000Z',
            current: true,
          },
        ],
      },
    ],
  },
);
export type SessionList = Static<typeof SessionList>;

export const AccountExport = Type.Record(Type.String(), Type.Unknown());
