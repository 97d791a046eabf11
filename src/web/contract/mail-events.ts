/** What the mail provider tells us of mails that it could not deliver, in the shape of Resend. */
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Only what we read. An event may have more, and other events than these are ignored. */
export const MailEvent = Type.Object(
  {
    type: Type.String({ maxLength: 100, description: '`email.bounced`, `email.complained`; others are ignored' }),
    data: Type.Optional(
      Type.Object({
        to: Type.Optional(Type.Array(Type.String({ maxLength: 320 }), { maxItems: 100 })),
        bounce: Type.Optional(
          Type.Object({ type: Type.Optional(Type.String({ description: 'only `Permanent` mutes an address' })) }),
        ),
      }),
    ),
  },
  {
    title: 'MailEvent',
    examples: [{ type: 'email.bounced', data: { to: ['ada@example.edu'], bounce: { type: 'Permanent' } } }],
  },
);
export type MailEvent = Static<typeof MailEvent>;
