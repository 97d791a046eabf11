/** The key with which browsers subscribe to push messages. */
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const PushKey = Type.Object(
  { publicKey: Type.String({ description: 'VAPID public key (RFC 8292), base64url' }) },
  {
    title: 'PushKey',
    examples: [
      { publicKey: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8' },
    ],
  },
);
export type PushKey = Static<typeof PushKey>;
