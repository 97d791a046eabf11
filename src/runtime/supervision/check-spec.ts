/** Rejects invalid child specs before anything starts. The error names spec, key and value. */
import { runtimeError } from '../errors.ts';
import type { ChildSpec, SupervisorSpec } from './child-spec.ts';

/** Throws RUNTIME_CHILD_SPEC_INVALID for the first flaw in `spec` or below it. */
export function checkSpec(spec: ChildSpec): void {
  const { id } = spec;
  const refuse = (key: string, value: unknown, reason: string): never => {
    throw runtimeError('RUNTIME_CHILD_SPEC_INVALID', { id, key, value: JSON.stringify(value) ?? 'undefined', reason });
  };
  const positive = (key: string, value: number | undefined) => {
    if (value !== undefined && !(Number.isFinite(value) && value > 0))
      refuse(key, value, 'it must be a positive number');
  };

  if (!/^[\w.-]+$/.test(id)) refuse('id', id, 'it is a segment of a topic: letters, digits, ".", "_" and "-"');
  if (spec.type === 'supervisor') {
    checkSupervisor(spec, refuse, positive);
    spec.children.forEach(checkSpec);
    return;
  }
  positive('shutdownMs', spec.shutdownMs);
  positive('startTimeoutMs', spec.startTimeoutMs);
  positive('mailboxCapacity', spec.mailboxCapacity);
  if (spec.type === 'thread') {
    positive('heartbeatTimeoutMs', spec.heartbeatTimeoutMs);
    if (!URL.canParse(spec.module) || new URL(spec.module).protocol !== 'file:')
      refuse('module', spec.module, 'it must be a file URL');
  }
}

function checkSupervisor(
  { intensity, backoff, children }: SupervisorSpec,
  refuse: (key: string, value: unknown, reason: string) => never,
  positive: (key: string, value: number) => void,
): void {
  if (!Number.isInteger(intensity.restarts) || intensity.restarts < 0)
    refuse('intensity.restarts', intensity.restarts, 'it must be a whole number from 0');
  positive('intensity.windowMs', intensity.windowMs);
  positive('backoff.minMs', backoff.minMs);
  positive('backoff.resetAfterMs', backoff.resetAfterMs);
  if (!(backoff.maxMs >= backoff.minMs))
    refuse('backoff.maxMs', backoff.maxMs, `it must not be below backoff.minMs, ${backoff.minMs}`);
  if (!(backoff.jitter >= 0 && backoff.jitter <= 1))
    refuse('backoff.jitter', backoff.jitter, 'it is a share from 0 to 1');
  const ids = children.map((child) => child.id);
  const twice = ids.find((childId, index) => ids.indexOf(childId) !== index);
  if (twice !== undefined) refuse('children', twice, 'an id must be unique among its siblings');
}
