/** A browser for tests of the pool in front of it. */
import type { BrowserLook, BrowserMessage } from '../../src/actors/checking/browsers/pool.ts';
import type { ActorContext, ActorSpec } from '../../src/runtime/index.ts';
import { type ManualClock, settle } from '../../src/runtime/testing/index.ts';

/** How soon a browser that has died is started again. */
export const RESTART_MS = 1;

/** A browser that holds its looks until the test answers them, and comes and goes on command. */
export interface FakeBrowser {
  spec: ActorSpec<BrowserMessage>;
  looks: string[];
  /** What it tells the pool of its tab. */
  carries: number | undefined;
  answer: () => void;
  leave: () => Promise<void>;
  comeBack: () => Promise<void>;
}

export function fakeBrowser(id: string, clock: ManualClock): FakeBrowser {
  let held: BrowserLook[] = [];
  const looks: string[] = [];
  let current: ActorContext<BrowserMessage> | undefined;
  let mayStart = Promise.resolve();
  let letStart: () => void = () => {};
  const browser: FakeBrowser = {
    looks,
    carries: undefined,
    answer: () => {
      const look = held.shift()!;
      current!.tell(look.requester, { outcome: 'answered', answer: { way: 'api', pages: [id] }, requests: 1 });
      current!.tell(look.replyTo, {
        outcome: 'answered',
        ...(browser.carries !== undefined && { carries: browser.carries }),
      });
    },
    leave: async () => {
      mayStart = new Promise((resolve) => {
        letStart = resolve;
      });
      held = [];
      current!.fail(new Error('died'));
      await clock.advance(RESTART_MS);
    },
    comeBack: async () => {
      letStart();
      await settle();
    },
    spec: {
      id,
      type: 'actor',
      accepts: () => true,
      start: async (context) => {
        await mayStart;
        current = context;
        return {
          receive: (message) => {
            if (message.type === 'retire') return;
            held.push(message);
            looks.push(message.request.id);
          },
        };
      },
    },
  };
  return browser;
}
