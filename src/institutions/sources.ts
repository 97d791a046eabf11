/** The institutions that are watched, and where their class searches are. */
import type { SectionKey } from '../domain/section.ts';
import { institutionById } from './index.ts';
import type { Institution, SourceConfig } from './institution.ts';

/** The simulated campus, which stands in when no real source is configured. */
export interface Simulator {
  /** Free at the start. It stays the same over restarts, because the browsers keep the address. */
  readonly port: number;
  /** The page that steers it. */
  readonly controlUrl: string;
}

export interface Sources {
  readonly institutions: readonly Institution[];
  /** Where each class search is, by institution. */
  readonly addresses: Readonly<Record<string, Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>>>;
  /** The host that is asked, with its port. */
  readonly host: string;
  readonly simulator: Simulator | null;
  /** The university's own page of a section. */
  readonly linkFor: (key: SectionKey) => string;
}

const CATALOG_PATH = '/catalog/classes/classlist';

/** `simulatorPort` is used when `catalogUrl` is null. */
export function sourcesOf(
  ids: readonly string[],
  { catalogUrl: configuredUrl, apiUrl }: { catalogUrl: string | null; apiUrl: string | null },
  simulatorPort: number | null,
): Sources {
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const catalogUrl = configuredUrl ?? `${simulatorUrl}${CATALOG_PATH}`;
  return {
    institutions: ids.map((id) => institutionById(id)!),
    addresses: Object.fromEntries(ids.map((id) => [id, { catalogUrl, apiUrl }])),
    host: new URL(catalogUrl).host,
    simulator: simulatorPort === null ? null : { port: simulatorPort, controlUrl: `${simulatorUrl}/control` },
    linkFor: (key) => institutionById(key.institution)!.linkFor(key, catalogUrl),
  };
}
