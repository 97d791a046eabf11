/** Checks whether the collector takes traces. Nothing else depends on it. */
import type { Examination, Warning } from './examination.ts';
import { withoutPassword } from '../../config/reader.ts';
import { reasonOf } from '../../runtime/index.ts';
import { tracesUrl } from '../../telemetry/traces/otlp.ts';

const TIMEOUT_MS = 5_000;

export function tracesExamination(endpoint: string): Examination {
  return { name: 'traces', said: withoutPassword(endpoint), examine: () => examineCollector(endpoint) };
}

async function examineCollector(endpoint: string): Promise<string | Warning> {
  const url = new URL(tracesUrl(endpoint));
  const { host, username, password } = url;
  // `fetch` refuses URLs with them.
  Object.assign(url, { username: '', password: '' });
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const lost = 'traces are lost, and nothing else; correct OTEL_EXPORTER_OTLP_ENDPOINT or start the collector';
  try {
    // A valid export without spans.
    const { status, ok } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(username !== '' && { authorization: `Basic ${basic}` }) },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Without the headers of OTEL_EXPORTER_OTLP_HEADERS, which only the exporter reads.
    if (ok || status === 401 || status === 403) return ok ? 'takes traces' : `answers ${status}: it wants credentials`;
    return { warning: `${host} answered ${status}: ${lost}` };
  } catch (error) {
    return { warning: `${host} does not answer (${reasonOf(error)}): ${lost}` };
  }
}
