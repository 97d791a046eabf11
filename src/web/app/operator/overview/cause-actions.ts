/** What an operator can do about a cause: a button or a link. Pure. */
import type { Cause } from '../../../contract/overview.ts';
import type { OperatorApi } from '../api.ts';

export interface CauseAction {
  label: string;
  act: (api: OperatorApi) => Promise<unknown>;
}

type PauseScope = 'checks' | 'notifications';

const CHANNEL_PATHS: Readonly<Record<string, string>> = {
  'mail-down': 'notifying/email',
  'push-down': 'notifying/web-push',
  'webhooks-down': 'notifying/webhook',
};

/** The buttons of a cause, for somebody who may act. `institutions`: ids. */
export function actionsFor({ name }: Pick<Cause, 'name'>, institutions: readonly string[]): CauseAction[] {
  const [kind = name, which] = name.split(':');
  const pause = (scope: PauseScope): CauseAction => ({ label: 'Pause', act: (api) => api.pause({ scope }) });
  const retry = (path: string): CauseAction => ({
    label: 'Retry now',
    act: (api) => api.order('breaker', { path, state: 'closed' }),
  });
  const institution = which ?? institutions[0];
  const checker = `checking/${institution}/section-checker`;
  switch (kind) {
    case 'paused':
      return [resume(name)];
    case 'source-unseen':
      return [pause('checks')];
    case 'breaker':
      return [retry(checker), pause('checks')];
    case 'mail-down':
    case 'push-down':
    case 'webhooks-down':
      return [retry(CHANNEL_PATHS[kind]!), pause('notifications')];
    case 'actor': {
      const [node = '', ...path] = (which ?? '').split('/');
      return [{ label: 'Restart', act: (api) => api.order('restart', { node, path: path.join('/') }) }];
    }
    default:
      return [];
  }
}

/** Where the details of a cause are: a view, and the id of an element in it. */
export function detailsOf({ name }: Pick<Cause, 'name'>): { view: string; element: string } {
  const [kind = name] = name.split(':');
  if (kind.startsWith('dead-letters')) return { view: '#/dead-letters', element: 'main' };
  return { view: '#/', element: ELEMENTS[kind] ?? 'tree-title' };
}

const ELEMENTS: Readonly<Record<string, string>> = {
  paused: 'pauses-title',
  budget: 'cycle-title',
  backlog: 'cycle-title',
  browsers: 'browsers-title',
  store: 'health-title',
  bus: 'health-title',
  configuration: 'health-title',
  disk: 'alerts-title',
};

function resume(name: string): CauseAction {
  const [, scope, institution] = name.split(':') as [string, PauseScope, string | undefined];
  return { label: 'Resume', act: (api) => api.resume({ scope, ...(institution !== undefined && { institution }) }) };
}
