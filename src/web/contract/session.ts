/** Signing in and out. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { LANGUAGES } from '../../domain/preferences.ts';
import { strict } from './incoming.ts';
import { NewWatch } from './watch.ts';

/** The pattern of HTML's `<input type="email">`. */
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const EMAIL = `^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`;

export const SignInRequest = Type.Object(
  {
    email: Type.String({ maxLength: 254, pattern: EMAIL, examples: ['ada@example.edu'] }),
    watches: Type.Optional(
      Type.Array(NewWatch, { description: 'they start when the link is used, on any device', maxItems: 10_000 }),
    ),
    language: Type.Optional(Type.Enum([...LANGUAGES], { description: 'of the mail, and of a new account' })),
    timeZone: Type.Optional(
      Type.String({ maxLength: 64, description: 'IANA name, for a new account. One that is not known is ignored' }),
    ),
  },
  {
    ...strict,
    title: 'SignInRequest',
    examples: [
      {
        email: 'ada@example.edu',
        watches: [{ section: 'asu/2267/66445', kinds: ['opened'] }],
        language: 'en',
        timeZone: 'America/Phoenix',
      },
    ],
  },
);
export type SignInRequest = Static<typeof SignInRequest>;

export const SignInAnswer = Type.Object(
  {
    message: Type.String(),
    waiting: Type.Optional(Type.String({ description: 'a secret to ask with what became of the link' })),
    mail: Type.Optional(
      Type.Object(
        { directory: Type.String(), link: Type.String() },
        {
          description: 'where mail is written to files and only this machine can ask: where it is, and the link in it',
        },
      ),
    ),
  },
  {
    title: 'SignInAnswer',
    examples: [
      {
        message: 'If this address can receive mail, a link to sign in is on its way.',
        waiting: 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG',
      },
    ],
  },
);
export type SignInAnswer = Static<typeof SignInAnswer>;

export const WaitingQuery = Type.Object({ secret: Type.String({ maxLength: 100 }) });

export const Waiting = Type.Object(
  { state: Type.Enum(['waiting', 'used', 'expired'], { description: 'used: on any device' }) },
  { title: 'Waiting', examples: [{ state: 'waiting' }] },
);
export type Waiting = Static<typeof Waiting>;

export const Session = Type.Object(
  {
    email: Type.String(),
    operator: Type.Boolean(),
    language: Type.Optional(Type.Enum([...LANGUAGES], { description: 'of the pages, as the student chose it' })),
    viewer: Type.Optional(Type.Boolean({ description: 'may read what operators read' })),
  },
  { title: 'Session', examples: [{ email: 'ada@example.edu', operator: false, language: 'en' }] },
);
export type Session = Static<typeof Session>;
