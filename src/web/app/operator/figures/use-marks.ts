/** What happened in the range that is shown, read again every half minute. */
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { RANGES, type SeriesRange } from '../../../../domain/series.ts';
import type { NodeList } from '../../../contract/nodes.ts';
import type { IncidentList } from '../../../contract/overview.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import type { OperatorApi } from '../api.ts';
import { type Mark, marksOf } from './marks.ts';

const EVERY_MS = 30_000;

/** undefined: not read yet, or it cannot be read. */
export function useMarks(api: OperatorApi, range: SeriesRange): readonly Mark[] | undefined {
  const load = useCallback(
    () => Promise.all([api.get<IncidentList>('/api/v1/incidents', { range }), api.get<NodeList>('/api/v1/nodes')]),
    [api, range],
  );
  const { value, reload } = useLoaded(load);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return useMemo(
    () => value && marksOf(value[0], value[1].nodes, Date.now() / 1_000 - RANGES[range].seconds),
    [value, range],
  );
}
