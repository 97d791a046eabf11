/** The watches, channels and messages of a student. */
import type { JSX } from 'preact';
import type { UserDetails } from '../../../contract/users.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Part } from '../tables/Part.tsx';

type Parts = Pick<UserDetails, 'watches' | 'channels' | 'messages'>;

export function PersonParts({ user: { watches, channels, messages } }: { user: Parts }): JSX.Element {
  return (
    <>
      <Part title="Watches" heads={['Of', 'Tells of', 'State', 'Checked', 'Last told']} none="None.">
        {watches.map((watch) => (
          <tr key={watch.id}>
            <td data-label="Of">{watch.section ?? watch.course}</td>
            <td data-label="Tells of">{watch.kinds.join(', ')}</td>
            <td data-label="State">{watch.paused ? 'paused' : watch.verified ? 'watching' : 'not verified'}</td>
            <td data-label="Checked">{watch.checkedAt === null ? '–' : <Ago at={watch.checkedAt} />}</td>
            <td data-label="Last told">{watch.lastToldAt === null ? '–' : <Ago at={watch.lastToldAt} />}</td>
          </tr>
        ))}
      </Part>
      <Part title="Channels" heads={['Type', 'Leads to', 'State']} none="None.">
        {channels.map(({ id, type, label, verified, muted }) => (
          <tr key={id}>
            <td data-label="Type">{type}</td>
            <td data-label="Leads to">{label}</td>
            <td data-label="State">{muted ? `muted: ${muted.reason}` : verified ? 'verified' : 'not verified'}</td>
          </tr>
        ))}
      </Part>
      <Part title="Messages" heads={['About', 'Kind', 'By', 'State', 'When']} none="None, or they were long ago.">
        {messages.map((message) => (
          <tr key={message.id}>
            <td data-label="About">{message.section}</td>
            <td data-label="Kind">{message.kind}</td>
            <td data-label="By">{message.channel}</td>
            <td data-label="State">{message.state}</td>
            <td data-label="When">
              <Ago at={message.sentAt ?? message.queuedAt} />
            </td>
          </tr>
        ))}
      </Part>
    </>
  );
}
