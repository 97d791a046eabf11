/** The figures on a node of the tree: icons for the eye, words for screen readers. */
import type { JSX } from 'preact';
import type { TreeNode } from '../../../contract/nodes.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';

const FACTS: { icon: IconName; word: string }[] = [
  { icon: 'inbox', word: 'messages waiting' },
  { icon: 'refresh', word: 'restarts' },
  { icon: 'bolt', word: 'breaker' },
];

export function NodeFacts({ node: { mailbox, restarts, breaker, thread } }: { node: TreeNode }): JSX.Element {
  return (
    <span class="node-facts">
      <span class={mailbox > 0 ? 'fact busy' : 'fact'}>
        <Icon name="inbox" />
        {mailbox}
        <span class="visually-hidden"> messages waiting, </span>
      </span>
      <span class={restarts > 0 ? 'fact restarts' : 'fact'}>
        <Icon name="refresh" />
        {restarts}
        <span class="visually-hidden"> restarts, </span>
      </span>
      {breaker !== undefined && (
        <span class={`fact breaker-${breaker}`}>
          <Icon name="bolt" />
          <span class="visually-hidden">breaker </span>
          {breaker}
        </span>
      )}
      <span class="fact fact-thread">
        <span class="visually-hidden">thread </span>
        {thread}
      </span>
    </span>
  );
}

export function FactsLegend(): JSX.Element {
  return (
    <p class="quiet legend" aria-hidden="true">
      {FACTS.map(({ icon, word }) => (
        <span key={icon} class="fact">
          <Icon name={icon} />
          {word}
        </span>
      ))}
    </p>
  );
}
