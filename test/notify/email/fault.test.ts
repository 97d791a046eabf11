import t from 'tap';
import type { Fault, Phase } from '../../../src/notify/email/fault.ts';
import { faultOf, textOf } from '../../../src/notify/email/fault.ts';

/** Answers as large providers and common servers send them. */
const REPLIES: [fault: Fault, phase: Phase, response: string][] = [
  // Gmail and Google Workspace
  [
    'recipient',
    'recipient',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking\n550 5.1.1 ' +
      'the address for typos https://support.google.com/mail/?p=NoSuchUser 98e67ed59e1d1-2f8f5a - gsmtp',
  ],
  [
    'recipient',
    'recipient',
    "553-5.1.2 We weren't able to find the recipient domain. Please check for any\n553 5.1.2 spelling errors",
  ],
  ['recipient', 'recipient', '550 5.2.1 The email account that you tried to reach is inactive.'],
  [
    'recipient',
    'recipient',
    '550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550 5.2.1 prevents ' +
      'additional messages from being delivered.',
  ],
  ['recipient', 'recipient', '552 5.2.2 The email account that you tried to reach is over quota.'],
  [
    'sender',
    'mail',
    '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550 5.4.5 sending limits go to ' +
      'https://support.google.com/a/answer/166852',
  ],
  ['sender', 'recipient', '550 5.4.5 Daily SMTP relay sending limit exceeded for user.'],
  [
    'sender',
    'recipient',
    "550-5.7.1 Invalid credentials for relay [192.0.2.7]. The IP address you've registered doesn't match.",
  ],
  ['sender', 'mail', '550 5.7.26 This mail has been blocked because the sender is unauthenticated.'],
  [
    'sender',
    'mail',
    '552-5.2.3 Your message exceeded our message size limits.\n552 5.2.3 The sending server must shrink it',
  ],
  ['sender', 'sender', '535-5.7.8 Username and Password not accepted.'],
  ['sender', 'sender', '534 5.7.9 Application-specific password required.'],
  ['sender', 'sender', '530 5.7.0 Must issue a STARTTLS command first.'],
  ['passing', 'recipient', '452 4.2.2 The email account that you tried to reach is over quota.'],
  ['passing', 'mail', '421 4.7.0 Try again later, closing connection.'],
  // Outlook.com, Exchange and Microsoft 365
  ['recipient', 'recipient', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  [
    'recipient',
    'recipient',
    '550 5.4.1 Recipient address rejected: Access denied. [BL02EPF0001.namprd05.prod.outlook.com]',
  ],
  ['recipient', 'recipient', '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).'],
  [
    'recipient',
    'mail',
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
  ],
  ['sender', 'mail', '550 5.1.8 Access denied, bad outbound sender AS(42003)'],
  [
    'sender',
    'mail',
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
  ],
  ['sender', 'mail', '554 5.2.252 SMTP; SendAsDenied; alerts@example.edu not allowed to send as other@example.edu'],
  ['sender', 'mail', '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message'],
  ['sender', 'mail', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'],
  ['sender', 'recipient', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
  ['sender', 'recipient', '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP'],
  [
    'sender',
    'sender',
    "550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Part of their network is on our block list " +
      '(S3140).',
  ],
  ['passing', 'mail', '432 4.3.2 Concurrent connections limit exceeded'],
  // Amazon SES
  [
    'sender',
    'mail',
    '554 Message rejected: Email address is not verified. The following identities failed the check in region ' +
      'US-EAST-1: alerts@example.edu',
  ],
  ['sender', 'mail', '554 Access denied: User is not authorized to perform ses:SendRawEmail'],
  ['sender', 'sender', '535 Authentication Credentials Invalid'],
  ['sender', 'sender', '530 Authentication required'],
  ['passing', 'mail', '454 Throttling failure: Maximum sending rate exceeded.'],
  ['passing', 'mail', '454 Throttling failure: Daily message quota exceeded.'],
  // SendGrid, Resend and other relays
  [
    'sender',
    'mail',
    '550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
  ],
  ['sender', 'recipient', '550 Unauthenticated senders not allowed'],
  ['sender', 'mail', '550 5.7.0 Requested action not taken: too many emails per second'],
  [
    'sender',
    'mail',
    '554 5.7.0 Your message could not be sent. The limit on the number of allowed outgoing messages was ' +
      'exceeded. Try again later.',
  ],
  ['passing', 'sender', '451 Authentication failed: Maximum credits exceeded'],
  // Postfix
  [
    'recipient',
    'recipient',
    '550 5.1.1 <gone@example.edu>: Recipient address rejected: User unknown in local recipient table',
  ],
  [
    'recipient',
    'recipient',
    '550 5.1.1 <gone@example.edu>: Recipient address rejected: User unknown in virtual mailbox table',
  ],
  ['recipient', 'recipient', '550 5.1.1 <outbound.sender@relay.example>: Recipient address rejected: User unknown'],
  ['recipient', 'recipient', '550 5.1.2 <gone@no.example>: Recipient address rejected: Domain not found'],
  ['recipient', 'recipient', '501 5.1.3 Bad recipient address syntax'],
  [
    'recipient',
    'recipient',
    '556 5.1.10 <gone@null.example>: Recipient address rejected: Domain null.example does not accept mail (nullMX)',
  ],
  [
    'sender',
    'recipient',
    '550 5.1.0 <alerts@example.edu>: Sender address rejected: User unknown in local recipient table',
  ],
  ['sender', 'recipient', '550 5.1.7 <alerts@>: Sender address rejected: bad syntax'],
  ['sender', 'recipient', '553 5.7.1 <alerts@example.edu>: Sender address rejected: not owned by user ada'],
  ['sender', 'recipient', '554 5.7.1 <ada@example.edu>: Relay access denied'],
  ['sender', 'recipient', '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org'],
  ['sender', 'sender', '552 5.3.4 Message size exceeds fixed limit'],
  ['passing', 'recipient', '450 4.2.0 <ada@example.edu>: Recipient address rejected: Greylisted'],
  ['passing', 'recipient', '451 4.3.0 <ada@example.edu>: Temporary lookup failure'],
  // Exim, qmail, Sendmail
  ['recipient', 'recipient', '550 Unknown user'],
  ['recipient', 'recipient', '550 Unrouteable address'],
  ['recipient', 'recipient', '550 sorry, no mailbox here by that name. (#5.1.1)'],
  ['recipient', 'recipient', '550 5.1.1 <gone@example.edu>... User unknown'],
  ['recipient', 'recipient', '551 User not local; please try <ada@elsewhere.example>'],
  ['recipient', 'recipient', '553 mailbox name not allowed'],
  ['sender', 'recipient', '550 relay not permitted'],
  ['sender', 'recipient', '550 Administrative prohibition'],
  ['sender', 'recipient', '550 Sender verify failed'],
  ['sender', 'recipient', "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"],
  ['sender', 'recipient', '550 rejected because 192.0.2.7 is in a black list at zen.spamhaus.org'],
  ['sender', 'mail', '554 Transaction failed'],
  ['sender', 'recipient', '554 Transaction failed'],
  ['sender', 'mail', '552 Requested mail action aborted: exceeded storage allocation'],
  ['sender', 'mail', '550 not now'],
  ['passing', 'recipient', '503 Bad sequence of commands'],
  ['passing', 'mail', ''],
];

t.test("only a refusal about the recipient is the recipient's fault", async (t) => {
  for (const [fault, phase, response] of REPLIES) t.equal(faultOf(phase, response), fault, `${phase}: ${response}`);
});

t.test('recipients refused for the same reason give the same text', async (t) => {
  const postfix = (address: string) => textOf(`550 5.1.1 <${address}>: Recipient address rejected: User unknown`);
  t.equal(postfix('ada@example.edu'), postfix('ben.b+x@other.example'));
  const gmail = (id: string) =>
    textOf(
      `550-5.1.1 The email account that you tried to reach does not exist.\n` +
        `550 5.1.1 https://support.example/?p=${id} ${id} - gsmtp`,
    );
  t.equal(gmail('98e67ed59e1d1-2f8f5a'), gmail('5b1f17b1804b1-4349b5'));
  t.not(postfix('ada@example.edu'), textOf('550 5.2.2 <ada@example.edu>: mailbox full'));
  t.notMatch(postfix('ada@example.edu'), /ada|example/);
});
