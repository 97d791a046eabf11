/** The audit log. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';

const EXAMPLE = { at: '2026-11-23T20:00:00.000Z', who: 'op@example.edu', action: 'pause', subject: 'checks asu' };

export const AuditEntry = Type.Object(
  {
    at: Instant,
    who: Type.String({ description: 'an e-mail address, `token` for the OPERATOR_TOKEN, or a key' }),
    action: Type.String(),
    subject: Type.String({ description: 'what it was done to. Students are named by id' }),
  },
  { title: 'AuditEntry', examples: [EXAMPLE] },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 100 })) });

export const AuditPage = Type.Object(
  { entries: Type.Array(AuditEntry), nextCursor: Type.Optional(Type.String()) },
  { title: 'AuditPage', examples: [{ entries: [EXAMPLE] }] },
);
export type AuditPage = Static<typeof AuditPage>;
