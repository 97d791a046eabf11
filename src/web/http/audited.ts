/** Entries of the audit log. Whatever an operator's route changes, it enters first. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditStore } from '../../store/audit.ts';
import { operatorOf } from '../auth.ts';
import { webError } from '../errors.ts';
import type { WebServer } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `enter`. */
    audited: boolean;
  }
}

/**
 * Writes an entry about what the operator is about to do. Call it after checks that may refuse the request, and before
 * the act: when the entry cannot be written, this rejects, and the act is not done. `action`: verb first, such as
 * `replay-dead-letter`. `subject` names a student by id, never by address.
 */
export async function enter(
  audit: AuditStore,
  request: FastifyRequest,
  action: string,
  subject: string,
): Promise<void> {
  await audit.add({ who: operatorOf(request).who, action, subject });
  request.audited = true;
}

/** Fails every successful write of `scope` that has no entry: its route was written without `enter`. */
export function requireEntries(scope: WebServer): void {
  scope.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && reply.statusCode < 300 && !request.audited)
      throw webError('PMC_INTERNAL', { requestId: request.id }, new Error('this route makes no audit entry'));
    return payload;
  });
}
