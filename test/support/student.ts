/** A student of a running system, who signs in by mail, watches sections and follows live pages. */
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { WebSocket } from 'ws';
import { mailsIn } from './running-system.ts';
import type { RunningSystem } from './running-system.ts';
import { eventually } from './eventually.ts';

export interface Student {
  email: string;
  api(path: string, init?: RequestInit & { json?: unknown }): Promise<Response>;
  /** The subjects of the mails about sections so far. */
  mails(): Promise<{ subject: string; changes: string[]; messageId: string; unsubscribe: string; text: string }[]>;
}

/** All mails so far, to any recipient. */
export type Inbox = () => Promise<ParsedMail[]>;

/**
 * Signs in through the mailed link as a person does: opens it, then presses the button of its form. Mails are read from
 * the data directory by default.
 */
export async function signIn(
  system: RunningSystem,
  email: string,
  inbox: Inbox = () => filesIn(system.dataDir),
): Promise<Student> {
  const { url } = system;
  const asked = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (asked.status !== 202) throw new Error(`the sign-in link was not sent: ${asked.status}`);
  const link = await eventually(async () => {
    const mails = await mailsOf(inbox, email);
    return /http\S+\/sign-in\?token=[\w-]+/.exec(
      mails.find(({ subject }) => subject.startsWith('Sign in'))?.text ?? '',
    )?.[0];
  });
  const answered = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ token: new URL(link).searchParams.get('token')! }),
  });
  const cookie = answered.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`the link did not sign in: ${answered.status}`);
  return {
    email,
    api: (path, { json, ...init } = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { cookie, origin: url, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      }),
    mails: async () => (await mailsOf(inbox, email)).filter(({ changes }) => changes.length > 0),
  };
}

async function filesIn(dataDir: string): Promise<ParsedMail[]> {
  return Promise.all((await mailsIn(dataDir)).map((mail) => simpleParser(mail)));
}

async function mailsOf(inbox: Inbox, email: string): Promise<Awaited<ReturnType<Student['mails']>>> {
  return (await inbox())
    .filter(({ to }) => (Array.isArray(to) ? to : [to]).some((each) => each?.text.includes(email)))
    .map((mail) => ({
      subject: mail.subject ?? '',
      messageId: mail.messageId ?? '',
      text: mail.text ?? '',
      unsubscribe:
        /<(http\S+)>/.exec(
          mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line.replace(/\r?\n\s+/g, ' ') ?? '',
        )?.[1] ?? '',
      changes: [mail.headers.get('x-pickmyclass-change') ?? []].flat().map(String),
    }));
}

export interface Frame {
  type: string;
  [key: string]: unknown;
}

/** The frames of a live page that shows `sections`, as they arrive. The caller closes it. */
export async function livePage(
  system: RunningSystem,
  sections: string[],
  onFrame: (frame: Frame) => void = () => {},
): Promise<{ frames: Frame[]; close(): void }> {
  const socket = new WebSocket(`${system.url.replace('http', 'ws')}/ws`);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame;
    frames.push(frame);
    onFrame(frame);
  });
  // Its system may be killed.
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', sections }));
  return {
    frames,
    close: () => {
      socket.close();
    },
  };
}
