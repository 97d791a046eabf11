/** Checks the certificate of the broker and the port for it. */
import type { TlsConfig } from '../../config/tls.ts';
import { dayOf, readCertificate } from '../../net/certificate.ts';
import type { Examination } from './examination.ts';
import type { PortToListenOn } from './port.ts';

const DAY_MS = 86_400_000;
/** Days before the end at which it is time for a new one. */
const SOON = 14;

export function tlsExamination(
  tls: TlsConfig,
  host: string,
  examinePort: (to: PortToListenOn) => Promise<string>,
): Examination {
  return {
    name: 'tls',
    said: `${tls.certFile} on port ${tls.port}`,
    examine: async () => {
      const { validUntil } = readCertificate(tls, Date.now());
      const days = Math.floor((validUntil.getTime() - Date.now()) / DAY_MS);
      const until = `valid until ${dayOf(validUntil)}`;
      const port = await examinePort({ name: 'MQTTS_PORT', port: tls.port, isDefault: tls.portIsDefault, host });
      return days < SOON ? { warning: `${until}, in ${days} days: renew it; port ${port}` } : `${until}; port ${port}`;
    },
  };
}
