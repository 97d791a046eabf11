/** The contract of every store. It runs on each adapter of the port. */
import type { Test } from 'tap';
import { absenceContract } from './absence.ts';
import { accountsContract } from './accounts.ts';
import { archiveContract } from './archive.ts';
import { auditContract } from './audit.ts';
import { budgetsContract } from './budgets.ts';
import { changesContract } from './changes.ts';
import { channelsContract } from './channels.ts';
import { clocksContract } from './clocks.ts';
import { claimsContract } from './claims.ts';
import { commitsContract } from './commits.ts';
import { coverageContract } from './coverage.ts';
import { deadLettersAboutContract } from './dead-letters-about.ts';
import { deadLettersContract } from './dead-letters.ts';
import { failuresContract } from './failures.ts';
import { dueTimesContract } from './due-times.ts';
import { fanOutContract } from './fan-out.ts';
import type { MakeHarness } from './harness.ts';
import { keptSessionsContract } from './kept-sessions.ts';
import { tracesContract } from './traces.ts';
import { keysContract } from './keys.ts';
import { incidentsContract } from './incidents.ts';
import { lateAbsencesContract } from './late-absences.ts';
import { lifecycleContract } from './lifecycle.ts';
import { lookupsContract } from './lookups.ts';
import { membersContract } from './members.ts';
import { messagesContract } from './messages.ts';
import { newSectionsContract } from './new-sections.ts';
import { notificationsContract } from './notifications.ts';
import { outagesContract } from './outages.ts';
import { particularWatchesContract } from './particular-watches.ts';
import { passingCommitsContract } from './passing-commits.ts';
import { sameStatesContract } from './same-states.ts';
import { pausesContract } from './pauses.ts';
import { releasesContract } from './releases.ts';
import { retentionContract } from './retention.ts';
import { rivalryContract } from './rivalry.ts';
import { seriesContract } from './series.ts';
import { sessionsContract } from './sessions.ts';
import { signInsContract } from './sign-ins.ts';
import { termsContract } from './terms.ts';
import { requestClaimsContract } from './request-claims.ts';
import { toldContract } from './told.ts';
import { sectionTableContract } from './section-table.ts';
import { suspendingContract } from './suspending.ts';
import { usersContract } from './users.ts';
import { watchedContract } from './watched.ts';
import { watchTermsContract } from './watch-terms.ts';
import { watchesContract } from './watches.ts';

const SUITES = {
  'opening and closing': lifecycleContract,
  'claiming sections': claimsContract,
  'due times': dueTimesContract,
  'claiming what requests show': requestClaimsContract,
  'telling a scheduler of the watched sections': watchedContract,
  'returning sections': releasesContract,
  'committing looks': commitsContract,
  'committing sections seen in passing': passingCommitsContract,
  'committing looks that show nothing new': sameStatesContract,
  'missing sections': absenceContract,
  'late writes about missing sections': lateAbsencesContract,
  terms: termsContract,
  'looking up sections': lookupsContract,
  changes: changesContract,
  'kept sessions of MQTT clients': keptSessionsContract,
  'traces of changes': tracesContract,
  watches: watchesContract,
  'watching a course': coverageContract,
  'new sections of a course': newSectionsContract,
  'how a watch tells': watchTermsContract,
  'invalid calls': failuresContract,
  'fanning out': fanOutContract,
  notifications: notificationsContract,
  messages: messagesContract,
  'incidents and totals': incidentsContract,
  series: seriesContract,
  'particular watches': particularWatchesContract,
  outages: outagesContract,
  'dead letters': deadLettersContract,
  'dead letters, what they are about': deadLettersAboutContract,
  accounts: accountsContract,
  'sign-in links': signInsContract,
  sessions: sessionsContract,
  'what a student was told': toldContract,
  channels: channelsContract,
  pauses: pausesContract,
  keys: keysContract,
  members: membersContract,
  budgets: budgetsContract,
  'the audit log': auditContract,
  users: usersContract,
  'the table of sections': sectionTableContract,
  'suspended students': suspendingContract,
  retention: retentionContract,
  'setting the clock': clocksContract,
  archive: archiveContract,
  'competing processes and crashes': rivalryContract,
};

export function storeContract(t: Test, make: MakeHarness): void {
  for (const [name, suite] of Object.entries(SUITES)) t.test(name, async (t) => suite(t, make));
}
