/** The queries that read the archive from SQLite. Each gives `key` and `record` (JSON) of the rows after the key ?1. */
import type { ArchiveKind } from '../archive.ts';

/** Goes behind every query. */
export const LIMIT = ' ORDER BY key LIMIT ?2';

export const READ: Record<ArchiveKind, string> = {
  sections: `
    SELECT section AS key, ${record({
      section: 'section',
      institution: 'institution',
      term: 'term',
      classNumber: 'class_number',
      state: 'json(state)',
      unknown: flag('unknown'),
      missingSince: 'missing_since',
      failures: 'failures',
      failedAttempts: "json(coalesce(failed_attempts, '[]'))",
      dueAt: whole('due_at'),
    })}
    FROM sections s WHERE section > ?1
      AND (state IS NOT NULL OR EXISTS (SELECT 1 FROM coverage v WHERE v.section = s.section))`,
  // The second part is the newest number when its change was deleted.
  changes: `
    SELECT cursor AS key, ${record({
      cursor: 'cursor',
      change: 'json(change)',
      fannedOut: flag('fanned_out'),
      published: flag('published'),
    })}
    FROM changes WHERE cursor > CAST(?1 AS INTEGER)
    UNION ALL SELECT seq, ${record({
      cursor: 'seq',
      change: 'NULL',
      fannedOut: "json('true')",
      published: "json('true')",
    })}
    FROM sqlite_sequence WHERE name = 'changes' AND seq > CAST(?1 AS INTEGER)
      AND NOT EXISTS (SELECT 1 FROM changes WHERE cursor = seq)`,
  users: `
    SELECT id AS key, ${record({
      id: 'id',
      email: 'email',
      createdAt: 'created_at',
      preferences: 'json(preferences)',
      suspendedAt: 'suspended_at',
    })}
    FROM users WHERE id > ?1`,
  channels: `
    SELECT id AS key, ${record({
      id: 'id',
      userId: 'user_id',
      type: 'type',
      label: 'label',
      settings: 'json(settings)',
      verified: flag('verified'),
      muted: "json(iif(muted_since IS NULL, NULL, json_object('since', muted_since, 'reason', muted_reason)))",
      createdAt: 'created_at',
    })}
    FROM channels WHERE id > ?1`,
  sessions: `
    SELECT session_hash AS key, ${record({
      hash: 'session_hash',
      userId: 'user_id',
      createdAt: 'created_at',
      expiresAt: 'expires_at',
      lastUsedAt: 'last_used_at',
      browser: 'browser',
    })}
    FROM sessions WHERE session_hash > ?1`,
  signIns: `
    SELECT token_hash AS key, ${record({
      hash: 'token_hash',
      email: 'email',
      expiresAt: 'expires_at',
      wishes: 'json(wishes)',
      preferences: 'json(preferences)',
      waitingHash: 'waiting_hash',
      usedAt: 'used_at',
    })}
    FROM sign_ins WHERE token_hash > ?1`,
  watches: `
    SELECT id AS key, ${record({
      id: 'id',
      userId: 'user_id',
      section: 'section',
      course: 'course',
      conditions: 'json(conditions)',
      about: 'about',
      kinds: 'json(kinds)',
      minSeats: 'min_seats',
      reservedGroup: 'reserved_group',
      channels: 'json(channels)',
      remind: 'remind',
      paused: flag('paused'),
      pausedUntil: 'paused_until',
      held: flag('held'),
      covers: '(SELECT json_group_array(section ORDER BY section) FROM coverage WHERE watch_id = w.id)',
      tells: flag('coalesce((SELECT max(tells) FROM coverage WHERE watch_id = w.id), 0)'),
      verified: flag('verified'),
      createdAt: 'created_at',
      afterCursor: 'after_cursor',
    })}
    FROM watches w WHERE id > ?1`,
  notifications: `
    SELECT n.id AS key, ${record({
      id: 'n.id',
      channel: 'channel',
      destination: 'destination',
      watchId: 'watch_id',
      section: 'section',
      changeId: 'change_id',
      kind: 'n.kind',
      notice: 'notice',
      status: 'status',
      attempts: 'n.attempts',
      failedAttempts: "json(coalesce(failed_attempts, '[]'))",
      error: 'n.error',
      detectedAt: 'detected_at',
      queuedAt: 'queued_at',
      sentAt: 'sent_at',
      nextAttemptAt: whole('next_attempt_at'),
      reminder: 'reminder',
      message: 'message',
      tellAt: 'tell_at',
      letter: "json(iif(d.id IS NULL, NULL, json_object('id', d.id, 'at', d.at)))",
    })}
    FROM notifications n
    LEFT JOIN dead_letters d ON d.kind = 'notification' AND d.subject = n.id AND n.status = 'dead' WHERE n.id > ?1`,
  deadLetters: `
    SELECT id AS key, ${record({
      id: 'id',
      kind: 'kind',
      subject: 'subject',
      error: 'error',
      attempts: 'attempts',
      at: 'at',
    })}
    FROM dead_letters d WHERE id > ?1 AND NOT (
      kind = 'notification' AND EXISTS (SELECT 1 FROM notifications n WHERE n.id = d.subject AND n.status = 'dead')
    )`,
  pauses: `
    SELECT scope || ' ' || institution AS key, ${record({ scope: 'scope', institution: 'institution', since: 'since' })}
    FROM pauses WHERE scope || ' ' || institution > ?1`,
  keys: `
    SELECT id AS key, ${record({
      id: 'id',
      label: 'label',
      hash: 'secret_hash',
      scopes: 'json(scopes)',
      ratePerMinute: 'rate_per_minute',
      createdAt: 'created_at',
      lastUsedAt: 'last_used_at',
      revokedAt: 'revoked_at',
    })}
    FROM api_keys WHERE id > ?1`,
  retention: `
    SELECT id AS key, ${record({ forgottenUpTo: 'up_to' })} FROM forgotten WHERE id > CAST(?1 AS INTEGER)`,
  terms: `
    SELECT institution || '/' || term AS key, ${record({
      institution: 'institution',
      term: 'term',
      overAt: 'over_at',
      cleared: flag('cleared'),
    })}
    FROM terms WHERE institution || '/' || term > ?1 AND over_at IS NOT NULL`,
  audit: `
    SELECT id AS key, ${record({ id: 'id', at: 'at', who: 'who', action: 'action', subject: 'subject' })}
    FROM audit WHERE id > ?1`,
  incidents: `
    SELECT id AS key, ${record({
      id: 'id',
      alert: 'alert',
      severity: 'severity',
      value: 'value',
      threshold: 'threshold',
      startedAt: 'started_at',
      endedAt: 'ended_at',
      told: 'json(told)',
    })}
    FROM incidents WHERE id > ?1`,
};

/** `fields`: the record's fields and the SQL expressions of their values. */
function record(fields: Record<string, string>): string {
  const pairs = Object.entries(fields).map(([name, expression]) => `'${name}', ${expression}`);
  return `json_object(${pairs.join(', ')}) AS record`;
}

/** An instant without the fractions that a pause in fractions of a millisecond leaves. */
function whole(column: string): string {
  return `CAST(${column} AS INTEGER)`;
}

/** A column of 0 and 1 as JSON. */
function flag(column: string): string {
  return `json(iif(${column}, 'true', 'false'))`;
}
