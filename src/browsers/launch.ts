/** Starts one Chromium that leaves nothing behind, and ends it for sure. */
import { basename } from 'node:path';
import puppeteer from 'puppeteer';
import type { Browser } from 'puppeteer';
import { reasonOf, systemClock, within } from '../runtime/index.ts';
import { browsersError } from './errors.ts';
import { makeProfile, removeAbandonedProfiles, removeProfile } from './profile.ts';
import { sandboxFailure } from './sandbox-failure.ts';

export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly pid: number;
  /** Resolves once the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /**
   * Politely first, by force after a deadline; then removes the profile. Never rejects, can be called again. Resolves
   * to what could not be cleaned up, if anything.
   */
  close(): Promise<Error | undefined>;
}

const LAUNCH_TIMEOUT_MS = 20_000;
const POLITE_CLOSE_MS = 2_000;

/** What a class search does not need: calls home, updates, syncing, pictures, fonts. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
  '--disable-remote-fonts',
  '--blink-settings=imagesEnabled=false',
];

/**
 * Everything through the gate: this machine's own addresses too, and no name is looked up and no packet sent beside it.
 */
const GATED = [
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/**
 * `gate`: the URL of the proxy that everything goes through; without one the browser may speak to anybody. Rejects with
 * PMC_BROWSER_FAILED, or PMC_BROWSER_UNSANDBOXED, which only a person can mend; the caller has found `executablePath`
 * before.
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
    const browser = await puppeteer.launch({
      executablePath,
      userDataDir: profile,
      timeout: LAUNCH_TIMEOUT_MS,
      headless: basename(executablePath).includes('headless') ? 'shell' : true,
      // over a pipe the browser ends by itself when our thread does, however that ends
      pipe: true,
      // the process that owns us handles the signals
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
    const late = (): Error => new Error('it does not close');
    try {
      await within(systemClock, POLITE_CLOSE_MS, Promise.all([browser.close(), exited]), late).catch(() =>
        killGroup(pid),
      );
      await exited;
      // its helpers outlive it for a moment and would write the profile anew
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
    // it ended in the meantime
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Chromium refuses to start its sandbox as root. */
function mustRunUnsandboxed(): boolean {
  return process.getuid?.() === 0;
}
