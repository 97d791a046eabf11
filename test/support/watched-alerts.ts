import type { AlertState } from '../../src/domain/alerts.ts';
import { alertsAfter } from '../../src/domain/alerts.ts';
import type { Readings } from '../../src/domain/readings.ts';
import { AT, readings } from './readings.ts';

/** The alerts, read again and again while the clock advances. */
export class WatchedAlerts {
  alerts: AlertState[] = [];
  at = AT;

  read(over: Partial<Readings>, forMs = 0): this {
    this.at += forMs;
    this.alerts = alertsAfter(this.alerts, readings({ ...over, at: this.at }));
    return this;
  }

  of(name: string): AlertState | undefined {
    return this.alerts.find((alert) => alert.name === name);
  }
}
