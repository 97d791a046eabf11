/** The messages between actors of a node that reached nobody, by reason, with the newest ones. */
import type { JSX } from 'preact';
import type { TreeNode } from '../../../contract/nodes.ts';
import { Ago } from '../../shared/Ago.tsx';

const REASONS: Readonly<Record<string, string>> = {
  'no-actor': 'sent to an actor that did not run',
  'mailbox-full': 'refused by a full mailbox',
  expired: 'not handled before the sender gave up',
  dropped: 'waiting when their actor ended',
  'late-reply': 'answers that came too late',
  unsent: 'not sent: the transport refused them',
  'unknown-type': 'of a type that the actor does not know',
  invalid: 'malformed',
};

export function DeadMessages({ deadLetters }: { deadLetters: NonNullable<TreeNode['deadLetters']> }): JSX.Element {
  const { count, recent } = deadLetters;
  const counted = Object.entries(count);
  return (
    <>
      <h4>Undelivered messages</h4>
      {counted.length === 0 ? (
        <p class="quiet">None since the start.</p>
      ) : (
        <details class="dead-messages">
          <summary>{counted.map(([reason, times]) => `${times} ${REASONS[reason] ?? reason}`).join(', ')}</summary>
          <ol class="plain rows">
            {recent.toReversed().map(({ at, reason, address, detail }, index) => (
              <li key={`${at} ${index}`} class="row">
                <span>
                  <code>{detail}</code> to <code>{address}</code>
                  <span class="fact-line">
                    {REASONS[reason] ?? reason}, <Ago at={at} />
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
