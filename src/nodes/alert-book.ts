/**
 * The alerts of the system, kept by the node with the duty of publishing. Every start and end is an incident in the
 * store, so a restarted process, or another node, goes on where this one stopped. What could not be written, because
 * the store itself is the matter, is written later.
 */
import type { AlertState } from '../domain/alerts.ts';
import { alertsAfter, openAlert } from '../domain/alerts.ts';
import type { Readings } from '../domain/readings.ts';
import type { Incident, IncidentStore, NewIncident } from '../store/incidents.ts';
import { incidentId } from '../store/incidents.ts';
import type { Clock, Logger } from '../runtime/index.ts';
import { callWithin, reasonOf } from '../runtime/index.ts';

/** Milliseconds for which an ended incident is still of interest: somebody may have to be told of it. */
const TOLD_WITHIN_MS = 3_600_000;
const LISTED = 200;
/** Milliseconds that the store may take. The alert that it does not answer must not wait for its answer. */
const STORE_MS = 2_000;

export class AlertBook {
  readonly #incidents: Pick<IncidentStore, 'start' | 'end' | 'list'>;
  readonly #clock: Clock;
  readonly #log: Logger;
  #writing: Promise<void> | undefined;
  #alerts: AlertState[] = [];
  /** As the store listed them last, the open ones first. */
  #listed: Incident[] = [];
  /** Incidents whose start or end could not be written yet. */
  #unwritten: Incident[] = [];

  constructor(incidents: Pick<IncidentStore, 'start' | 'end' | 'list'>, tools: { clock: Clock; log: Logger }) {
    this.#incidents = incidents;
    this.#clock = tools.clock;
    this.#log = tools.log;
  }

  get alerts(): readonly AlertState[] {
    return this.#alerts;
  }

  /** Open and lately ended ones. */
  get incidents(): readonly Incident[] {
    const own = new Map(this.#unwritten.map((incident) => [incident.id, incident]));
    return [...this.#listed.filter(({ id }) => !own.has(id)), ...own.values()];
  }

  /** Brings the alerts up to date, and the incidents in the store if that works. */
  async update(readings: Readings): Promise<void> {
    await this.#reread(readings.at);
    const before = new Map(this.#alerts.map((alert) => [alert.name, alert]));
    this.#alerts = alertsAfter(this.#alerts, readings);
    for (const alert of this.#alerts) {
      const wasFiring = before.get(alert.name)?.firing ?? false;
      if (alert.firing && !wasFiring) this.#unwritten.push(begun(alert));
      if (!alert.firing && wasFiring) this.#ended(alert, before.get(alert.name)!.since);
    }
    await this.#write();
  }

  /** The alerts as the store and these readings show them, without changing anything. For the other nodes. */
  async peek(readings: Readings): Promise<AlertState[]> {
    // Nobody waits for a store that is known not to answer.
    if (!readings.health.failing.some(({ name }) => name === 'store')) await this.#reread(readings.at);
    const known = new Map(this.#alerts.map((alert) => [alert.name, alert]));
    return alertsAfter(this.#alerts, readings).map((alert) => {
      const { firing = false, since = alert.since } = known.get(alert.name) ?? {};
      return { ...alert, firing, since };
    });
  }

  /** Takes over what other nodes, or an earlier process, wrote. */
  async #reread(at: number): Promise<void> {
    try {
      await this.#write();
      this.#listed = await this.#answer(this.#incidents.list(new Date(at - TOLD_WITHIN_MS).toISOString(), LISTED));
    } catch (error) {
      this.#log.debug({ reason: reasonOf(error) }, 'incidents cannot be read');
      return;
    }
    const open = new Map(this.#listed.filter(({ endedAt }) => endedAt === null).map((each) => [each.alert, each]));
    const unwritten = new Set(this.#unwritten.map(({ alert }) => alert));
    const known = this.#alerts.filter(({ name }) => !open.has(name) || unwritten.has(name));
    const ended = known.map((alert) =>
      alert.firing && !unwritten.has(alert.name)
        ? { ...alert, firing: false, since: new Date(at).toISOString(), turningSince: null }
        : alert,
    );
    const taken = [...open.values()]
      .filter(({ alert }) => !unwritten.has(alert))
      .map((incident) => {
        const own = this.#alerts.find(({ name }) => name === incident.alert);
        return own?.firing === true ? { ...own, since: incident.startedAt } : openAlert(incident);
      });
    this.#alerts = [...ended, ...taken];
  }

  #ended({ name, since: endedAt }: AlertState, startedAt: string): void {
    const unwritten = this.#unwritten.find(({ alert, endedAt: end }) => alert === name && end === null);
    if (unwritten !== undefined) {
      unwritten.endedAt = endedAt;
      return;
    }
    const listed = this.#listed.find(({ alert, endedAt: end }) => alert === name && end === null);
    if (listed !== undefined) this.#unwritten.push({ ...listed, startedAt, endedAt });
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** Leaves what cannot be written for later. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#unwritten[0] !== undefined) {
        const [incident] = this.#unwritten;
        const { id: _id, endedAt: _endedAt, told: _told, ...started } = incident;
        await this.#answer(this.#incidents.start(started));
        if (incident.endedAt !== null) await this.#answer(this.#incidents.end(incident.alert, incident.endedAt));
        this.#listed = [incident, ...this.#listed.filter(({ id }) => id !== incident.id)];
        this.#unwritten.shift();
      }
    } catch (error) {
      this.#log.debug({ reason: reasonOf(error) }, 'incidents are written later');
    }
  }

  #answer<Value>(answer: Promise<Value>): Promise<Value> {
    return callWithin(this.#clock, STORE_MS, 'store', answer);
  }
}

function begun({ name: alert, severity, value, threshold, since: startedAt }: AlertState): Incident {
  const incident: NewIncident = { alert, severity, value, threshold, startedAt };
  return { ...incident, id: incidentId(incident), endedAt: null, told: [] };
}
