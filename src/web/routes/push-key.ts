/** GET /api/v1/push-key: the public key that a browser needs to subscribe to our push messages. */
import { PushKey } from '../contract/push-key.ts';
import type { Routes } from '../http/route.ts';

export const pushKeyRoutes: Routes = (app, { node: { secrets } }) => {
  app.get(
    '/api/v1/push-key',
    { schema: { tags: ['channels'], summary: 'The key for push messages', response: { 200: PushKey } } },
    async () => ({ publicKey: secrets.vapid.publicKey }),
  );
};
