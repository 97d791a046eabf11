/** The actor that owns the store: opens it, sees that it answers, sweeps what has expired, closes it. Address `store`. */
import { PmcError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { ActorSpec } from './runtime/child-spec.ts';

export type StoreMessage = { type: 'ping' } | { type: 'sweep' };

const PING_MS = 10_000;
const SWEEP_MS = 3_600_000;

export function storeSpec(store: Store): ActorSpec<StoreMessage> {
  return {
    type: 'actor', id: 'store', shutdownMs: 8_000,
    start: async (context) => {
      await store.open();
      let writable = true;
      /** A store that does not answer fails this actor, and the next incarnation opens it anew. One that can only be read stays open: it may be all that is left. */
      const ping = async (): Promise<void> => {
        const failure = await store.ping().catch((error: unknown) => {
          if (error instanceof PmcError && error.code === 'PMC_STORE_UNWRITABLE') return error;
          throw error;
        });
        if (writable && failure !== undefined) context.log.error({ code: failure.code, reason: failure.message }, 'nothing can be written');
        if (!writable && failure === undefined) context.log.info({}, 'writing works again');
        writable = failure === undefined;
      };
      context.schedule('ping', PING_MS, { type: 'ping' });
      context.schedule('sweep', 0, { type: 'sweep' });
      return {
        receive: async (message) => {
          switch (message.type) {
            case 'ping':
              await ping();
              context.schedule('ping', PING_MS, { type: 'ping' });
              break;
            case 'sweep': {
              const expired = await store.accounts.sweep();
              if (expired > 0) context.log.info({ expired }, 'expired sessions and links removed');
              context.schedule('sweep', SWEEP_MS, { type: 'sweep' });
              break;
            }
            default: message satisfies never;
          }
        },
        stop: () => store.close(),
      };
    },
  };
}
