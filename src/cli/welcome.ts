/** Says where a system that has just started can be reached. */
import type { Running } from '../main.ts';
import { coloured } from './colour.ts';

type Reachable = Pick<Running, 'urls' | 'mailDir' | 'operatorTokenFile'>;

/** For programs: null where there is none. */
export function addressesOf({ urls, mailDir, operatorTokenFile }: Reachable): Record<string, string | null> {
  return {
    student: urls.web,
    operator: `${urls.web}/operator`,
    operatorTokenFile,
    mqtt: urls.mqtt,
    mqtts: urls.mqtts,
    mail: mailDir,
    campus: urls.campus,
  };
}

export function welcome({ urls, mailDir, operatorTokenFile }: Reachable): string {
  const lines: [string, string | null][] = [
    ['student page', urls.web],
    ['operator page', `${urls.web}/operator`],
    ['operator token', operatorTokenFile === null ? 'OPERATOR_TOKEN' : `in ${operatorTokenFile}`],
    ['mail', mailDir === null ? null : `written to ${mailDir}`],
    ['campus', urls.campus === null ? null : `${urls.campus}  (simulated: open a seat there)`],
    ['MQTT', urls.mqtt],
    ['MQTTS', urls.mqtts],
  ];
  const told = lines.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(15)} ${value}\n`]));
  const tryThis =
    urls.campus === null
      ? ''
      : `To try it: watch a full class on the student page, then open a seat of it on the campus page.\n`;
  return `${coloured('bold', 'PickMyClass is running.')} Ctrl-C stops it.\n${told.join('')}${tryThis}`;
}
