/** Dead letters and stop switches, which operators control. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { strict } from './incoming.ts';

export const DeadLetter = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['check', 'notification']),
    subject: Type.String({ description: 'section key, or notification id' }),
    error: Type.String(),
    attempts: Type.Integer(),
    at: Type.String(),
  },
  { title: 'DeadLetter' },
);
export type DeadLetter = Static<typeof DeadLetter>;

export const DeadLetterList = Type.Object({ deadLetters: Type.Array(DeadLetter) });
export type DeadLetterList = Static<typeof DeadLetterList>;

const Scope = Type.Enum(['checks', 'notifications']);
export type PauseScope = Static<typeof Scope>;

export const PauseSwitch = Type.Object(
  { scope: Scope, institution: Type.Optional(Type.String({ maxLength: 32, description: 'absent: everywhere' })) },
  strict,
);
export type PauseSwitch = Static<typeof PauseSwitch>;

export const Pause = Type.Object(
  { scope: Scope, institution: Type.Optional(Type.String()), since: Type.String() },
  { title: 'Pause' },
);
export type Pause = Static<typeof Pause>;

export const PauseList = Type.Object({ pauses: Type.Array(Pause) });
export type PauseList = Static<typeof PauseList>;

export const Backup = Type.Object(
  { file: Type.String({ description: 'where the copy is, on the machine of the node that made it' }) },
  { title: 'Backup', examples: [{ file: 'data/backups/2026-11-27T09-30-00-000Z.db' }] },
);
export type Backup = Static<typeof Backup>;
