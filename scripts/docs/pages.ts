/** The generated pages: each path and its generator. */
import { cliPage } from './cli-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { httpPage } from './http-page.ts';
import { metricsPage } from './metrics-page.ts';
import { mqttPage } from './mqtt-page.ts';
import { performancePage } from './performance-page.ts';
import { roomsPage } from './rooms-page.ts';

export const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/cli.md': cliPage,
  'docs/reference/configuration.md': configurationPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/http.md': httpPage,
  'docs/reference/metrics.md': metricsPage,
  'docs/reference/mqtt.md': mqttPage,
  'docs/reference/performance.md': performancePage,
  'docs/reference/rooms.md': roomsPage,
};
