/**
 * POST /api/v1/mail-events: the mail provider tells us which addresses bounce, and who marks our mail as spam. They get
 * no more messages by mail. A valid event has the same answer whether we know the address or not.
 */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isSignedBySvix } from '../../net/svix-signature.ts';
import type { MuteReason } from '../../notify/mute-reason.ts';
import { MailEvent } from '../contract/mail-events.ts';
import { webError } from '../errors.ts';
import type { Routes } from '../http/route.ts';

export const mailEventRoutes: Routes = (app, { node: { store, config }, context: { clock, log } }) => {
  const secret = config.mail.webhookSecret;

  /** Throws PMC_SIGNATURE_WRONG, also when no secret is configured. */
  function verify({ headers }: FastifyRequest, body: string): void {
    const header = (name: string): string => String(headers[name] ?? '');
    const sent = { id: header('svix-id'), timestamp: header('svix-timestamp'), signature: header('svix-signature') };
    if (secret === null || !isSignedBySvix({ ...sent, body }, secret, clock.now()))
      throw webError('PMC_SIGNATURE_WRONG', {});
  }

  app.register(async (scope: typeof app) => {
    // The signature is of the bytes.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      try {
        verify(request, body.toString());
        done(null, JSON.parse(body.toString()));
      } catch (error) {
        done(
          error instanceof SyntaxError
            ? webError('PMC_BODY_INVALID', { field: 'body', reason: 'is not JSON' })
            : (error as Error),
        );
      }
    });

    scope.post(
      '/api/v1/mail-events',
      {
        config: { anyOrigin: true, errors: ['PMC_SIGNATURE_WRONG'] },
        preValidation: async (request) => {
          // Without a body, the parser above is not called.
          if (request.body === undefined) verify(request, '');
        },
        schema: {
          tags: ['channels'],
          security: [{ mailProvider: [] }],
          summary: 'Bounces and complaints, signed by the mail provider',
          description:
            'For a webhook at Resend. `svix-id`, `svix-timestamp` and `svix-signature` are checked with ' +
            'RESEND_WEBHOOK_SECRET. Events older than five minutes are refused. Addresses that bounce for good, and ' +
            'those whose owners complain, are muted.',
          body: MailEvent,
          response: { 204: Type.Null() },
        },
      },
      async ({ body }, reply) => {
        const reason = reasonOf(body);
        if (reason !== null)
          for (const address of body.data?.to ?? [])
            if (await store.channels.muteAddress(addressIn(address), reason))
              log.info({ reason }, 'an e-mail address was muted, as the mail provider says');
        return reply.code(204).send(null);
      },
    );
  });
};

function reasonOf({ type, data }: MailEvent): MuteReason | null {
  if (type === 'email.complained') return 'complained';
  const permanent = (data?.bounce?.type ?? 'Permanent') === 'Permanent';
  return type === 'email.bounced' && permanent ? 'bounced' : null;
}

/** The address alone, of `Ada <ada@example.edu>` too. */
function addressIn(text: string): string {
  return (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();
}
