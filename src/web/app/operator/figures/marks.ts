/** What happened while the figures were measured: alerts from start to end, and restarts. Pure. */
import { sentenceOf } from '../../../../domain/alerts.ts';
import type { NodeReport } from '../../../contract/nodes.ts';
import type { IncidentList } from '../../../contract/overview.ts';
import { everyPlace } from '../tree/outline.ts';

export interface Mark {
  kind: 'alert' | 'restart';
  words: string;
  isCritical: boolean;
  /** Epoch seconds. `until` null: it goes on. A restart has no length. */
  at: number;
  until: number | null;
}

type Nodes = readonly Pick<NodeReport, 'node' | 'startedAt' | 'tree'>[];

/** The newest first. `from`: epoch seconds; what was over before is left out. */
export function marksOf({ incidents }: IncidentList, nodes: Nodes, from: number): Mark[] {
  const alerts = incidents.map(({ alert: name, severity, startedAt, endedAt, value }): Mark => ({
    kind: 'alert',
    words: sentenceOf({ name, value }),
    isCritical: severity === 'critical',
    at: secondsOf(startedAt),
    until: endedAt === null ? null : secondsOf(endedAt),
  }));
  return [...alerts, ...nodes.flatMap(restartsOf)]
    .filter(({ until }) => until === null || until >= from)
    .toSorted((one, other) => other.at - one.at);
}

/** When at least one of the alerts was firing: from and until, oldest first. Those that go on end at `end`. */
export function spansOf(marks: readonly Mark[], isCritical: boolean, end: number): [from: number, until: number][] {
  const spans: [number, number][] = [];
  const alerts = marks.filter((mark) => mark.kind === 'alert' && mark.isCritical === isCritical);
  for (const { at, until } of alerts.toSorted((one, other) => one.at - other.at)) {
    const last = spans.at(-1);
    if (last !== undefined && at <= last[1]) last[1] = Math.max(last[1], until ?? end);
    else spans.push([at, until ?? end]);
  }
  return spans;
}

function restartsOf({ node, startedAt, tree }: Nodes[number]): Mark[] {
  const failed = tree === null ? [] : everyPlace(tree);
  return [
    restart(`${node} started`, startedAt, false),
    ...failed.flatMap(({ path, node: { lives = [] } }) =>
      lives.flatMap(({ end, endedAt, error }) =>
        endedAt === undefined || (end !== 'failed' && end !== 'restarted')
          ? []
          : [restart(`${node}/${path} ${end}${error === undefined ? '' : `: ${error}`}`, endedAt, end === 'failed')],
      ),
    ),
  ];
}

function restart(words: string, instant: string, isCritical: boolean): Mark {
  const at = secondsOf(instant);
  return { kind: 'restart', words, isCritical, at, until: at };
}

const secondsOf = (instant: string): number => Date.parse(instant) / 1_000;
