/** Starts a Chromium, and ends it reliably with all its processes and files. */
import type { Browser } from 'puppeteer';
import { reasonOf, systemClock, within } from '../runtime/index.ts';
import { browsersError } from './errors.ts';
import { isHeadlessShell } from './find-browser.ts';
import { makeProfile, removeAbandonedProfiles, removeProfile } from './profile.ts';
import { sandboxFailure } from './sandbox-failure.ts';

export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly pid: number;
  /** Resolves once the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /**
   * Asks the browser to close, kills it after a deadline, then removes its profile. Never rejects and may be called
   * again. Resolves to the error if something could not be cleaned up.
   */
  close(): Promise<Error | undefined>;
}

/** A busy machine needs several times as long as a quiet one, and a second start would make it busier. */
const LAUNCH_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** Turns off what no page needs: background calls, updates, syncing. */
export const QUIET_FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
];

/** Turns off also what a class search does not need: images and fonts. */
const FLAGS = [...QUIET_FLAGS, '--disable-remote-fonts', '--blink-settings=imagesEnabled=false'];

/**
 * Sends everything through the gate, including connections to this machine. The browser resolves no names by itself and
 * sends no packets past the gate.
 */
const GATED = [
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/**
 * `gate`: the URL of the proxy for all traffic; without it the browser may connect anywhere. Rejects with
 * PMC_BROWSER_FAILED, or with PMC_BROWSER_UNSANDBOXED, which only a person can fix. `executablePath` comes from
 * `findBrowser`.
 */
export async function launchBrowser(executablePath: string, gate?: string): Promise<LaunchedBrowser> {
  const profile = await removeAbandonedProfiles()
    .then(makeProfile)
    .catch((error: unknown) => {
      throw browsersError('PMC_BROWSER_FAILED', { browser: executablePath, reason: reasonOf(error) }, error);
    });
  const args = [
    ...FLAGS,
    ...(gate === undefined ? [] : [`--proxy-server=${gate}`, ...GATED]),
    ...(mustRunUnsandboxed() ? ['--no-sandbox'] : []),
  ];
  try {
    // Loaded here, because threads that start no browser import this file too.
    const { default: puppeteer } = await import('puppeteer');
    const browser = await puppeteer.launch({
      executablePath,
      userDataDir: profile,
      timeout: LAUNCH_TIMEOUT_MS,
      headless: isHeadlessShell(executablePath) ? 'shell' : true,
      // With a pipe the browser ends when our thread ends, even if that crashes.
      pipe: true,
      // The main thread handles the signals.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args,
    });
    return keep(browser, profile);
  } catch (error) {
    const sandbox = await sandboxFailure(executablePath, [...args, `--user-data-dir=${profile}`]);
    await removeProfile(profile);
    if (sandbox !== undefined)
      throw browsersError('PMC_BROWSER_UNSANDBOXED', { browser: executablePath, reason: sandbox }, error);
    throw browsersError('PMC_BROWSER_FAILED', { browser: executablePath, reason: reasonOf(error) }, error);
  }
}

function keep(browser: Browser, profile: string): LaunchedBrowser {
  const child = browser.process()!;
  const pid = child.pid!;
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const end = async (): Promise<Error | undefined> => {
    const late = (): Error => new Error('it did not close in time');
    try {
      await within(systemClock, CLOSE_TIMEOUT_MS, Promise.all([browser.close(), exited]), late).catch(() =>
        killGroup(pid),
      );
      await exited;
      // Its helper processes live on for a moment and would write the profile again.
      killGroup(pid);
      await removeProfile(profile);
      return undefined;
    } catch (error) {
      return browsersError(
        'PMC_BROWSER_FAILED',
        { browser: `Chromium ${pid}`, reason: `it could not be cleaned up: ${reasonOf(error)}` },
        error,
      );
    }
  };
  let ending: Promise<Error | undefined> | undefined;
  return { browser, pid, exited, close: () => (ending ??= end()) };
}

/** Chromium is the leader of its process group. */
function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    // It has ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Chromium refuses to start its sandbox as root. */
function mustRunUnsandboxed(): boolean {
  return process.getuid?.() === 0;
}
