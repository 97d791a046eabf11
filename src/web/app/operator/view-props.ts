import type { InstitutionAbout } from '../../contract/about.ts';
import type { OperatorApi } from './api.ts';

/** What every view gets. Live facts come from `usePushed`. */
export interface ViewProps {
  api: OperatorApi;
  institutions: readonly InstitutionAbout[];
  /** The source is the simulated university. */
  simulated: boolean;
  /** Whether buttons that change something are shown. A viewer only reads. */
  mayAct: boolean;
}
