/** What an operator can do about a cause: a button or a link. Pure. */
import type { PauseScope } from '../../../contract/operations.ts';
import type { Cause } from '../../../contract/overview.ts';
import type { OperatorApi } from '../api.ts';
import type { Act } from '../confirm/act.ts';
import { pauseAct, resumeAct } from './pause-acts.ts';

const CHANNEL_PATHS: Readonly<Record<string, string>> = {
  'mail-down': 'notifying/email',
  'push-down': 'notifying/web-push',
  'webhooks-down': 'notifying/webhook',
};

/** The buttons of a cause, for somebody who may act. `institutions`: ids. */
export function actionsFor({ name }: Pick<Cause, 'name'>, institutions: readonly string[], api: OperatorApi): Act[] {
  const [kind = name, which] = name.split(':');
  const pause = (scope: PauseScope): Act => pauseAct({ scope }, api);
  const retry = (path: string): Act => ({
    label: 'Retry now',
    title: `Retry ${path} now`,
    effect: 'Calls are made again at once, whether the other side works or not.',
    run: () => api.order('breaker', { path, state: 'closed' }),
  });
  const institution = which ?? institutions[0];
  const checker = `checking/${institution}/section-checker`;
  switch (kind) {
    case 'paused':
      return [resume(name, api)];
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
      return [
        {
          label: 'Restart',
          title: `Restart ${which}`,
          effect: 'It is stopped, the messages that wait for it are dropped, and it is started again at once.',
          run: () => api.order('restart', { node, path: path.join('/') }),
        },
      ];
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

function resume(name: string, api: OperatorApi): Act {
  const [, scope, institution] = name.split(':') as [string, PauseScope, string | undefined];
  return resumeAct({ scope, ...(institution !== undefined && { institution }) }, api);
}
