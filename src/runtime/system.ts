/** The actor system of one node: builds the tree from its spec and runs it. Outside code can inspect it and send. */
import { ActorCell } from './supervision/actor-cell.ts';
import type { ActorContext, Logger } from './actor.ts';
import { checkSpec } from './supervision/check-spec.ts';
import { ACTOR_DEFAULTS, type SupervisorSpec } from './supervision/child-spec.ts';
import { runtimeError } from './errors.ts';
import type { Breaker } from './guarding/breaker.ts';
import { systemClock, type Clock } from './clock.ts';
import { DeadLetters } from './messaging/dead-letters.ts';
import { MemoryTransport } from './messaging/memory-transport.ts';
import { Liveness } from './messaging/liveness.ts';
import { Messenger } from './messaging/messenger.ts';
import { Registry } from './messaging/registry.ts';
import { refTo, type Ref } from './messaging/ref.ts';
import { Slot, type Incarnate } from './supervision/slot.ts';
import { Supervisor } from './supervision/supervisor.ts';
import { acceptOn } from './threads/port-transport.ts';
import { LoadMeter } from './threads/load.ts';
import { ThreadHosts, type ThreadTransport } from './threads/thread-hosts.ts';
import type { Transport } from './messaging/transport.ts';
import type { TreeNode } from './supervision/tree-node.ts';

export interface SystemOptions {
  /** The first part of every address. Default `node`. */
  node?: string;
  /** Messages to an actor travel on the topic `<topicRoot>/<node>/<path>`. Default `actors`. */
  topicRoot?: string;
  /** May be closed at first, and opened by an actor of the tree. Default: an open MemoryTransport. */
  transport?: Transport;
  /** How threads reach the transport. Default: over a MessagePort to the main thread. */
  threadTransport?: ThreadTransport;
  /** Default `systemClock`. */
  clock?: Clock;
  /** Default: writes nothing. */
  log?: Logger;
  /** Returns a number from 0 to below 1. Default `Math.random`. */
  random?: () => number;
  root: SupervisorSpec;
  /** Called when the root gave up after its start; the tree is stopped. Default: throws, which ends the process. */
  onFailed?: (error: Error) => void;
  /** Called when a place in the tree changes its state. Must not throw. */
  onTreeChange?: (node: TreeNode) => void;
}

export interface System {
  /** Resolves when the whole tree has started, in order. Rejects if the root gives up or is stopped before that. */
  start(): Promise<void>;
  /** Stops in reverse order, each child within its shutdown time. */
  stop(): Promise<void>;
  tree(): TreeNode;
  /**
   * Restarts the actor or supervisor at `path` at once. Returns false if there is none, or its supervisor stops or has
   * given up.
   */
  restart(path: string): boolean;
  /** Makes a running actor fail, to try what happens then. Returns false if there is none at `path`. */
  crash(path: string): boolean;
  /** The circuit breaker of the actor at `path`, if it has one and runs in this thread. */
  breaker(path: string): Breaker | undefined;
  /** For code that is not an actor. */
  outside: Pick<ActorContext<never>, 'tell' | 'ask'>;
  /** `path` is the address below the node. */
  ref<Message>(path: string): Ref<Message>;
}

/** Throws RUNTIME_CHILD_SPEC_INVALID. */
export function createSystem(options: SystemOptions): System {
  const {
    node = 'node',
    topicRoot = 'actors',
    transport = openMemoryTransport(),
    clock = systemClock,
    log = silentLog,
    random = Math.random,
    onFailed = rethrow,
    onTreeChange,
  } = options;
  checkSpec(options.root);
  const load = new LoadMeter();
  const deadLetters = new DeadLetters();
  const messenger = new Messenger({
    node,
    thread: 'main',
    topicRoot,
    transport,
    clock,
    onDeadLetter: (letter) => deadLetters.add(letter),
  });
  const liveness = new Liveness();
  const registry = new Registry(node, messenger, liveness);
  const surroundings = { messenger, monitor: liveness, clock, log };
  const root = new Slot(options.root, node, clock, (slot) => onTreeChange?.(slot.toTree()));
  const threadTransport = options.threadTransport ?? {
    module: new URL('./threads/port-transport.js', import.meta.url).href,
    accept: acceptOn(transport),
  };
  const threads = new ThreadHosts({
    node,
    clock,
    log,
    threadTransport,
    topicRoot,
    messenger,
    monitor: liveness,
    deadLetters,
  });

  const incarnate: Incarnate = (slot, onExit) => {
    const { spec, address } = slot;
    switch (spec.type) {
      case 'supervisor':
        return new Supervisor({ slot, spec, incarnate, clock, log, random, onExit });
      case 'actor': {
        const actor = { ...ACTOR_DEFAULTS, ...spec };
        const onGone = () => threads.targetGone(address);
        return new ActorCell({ address, thread: 'main', actor, surroundings, onGone, onExit });
      }
      case 'thread':
        return threads.host(spec, address, onExit);
      default:
        return spec satisfies never;
    }
  };

  const closeRegistry = async () => {
    try {
      await messenger.close();
      await registry.close();
    } catch (error) {
      log.warn({ err: error }, 'the system did not unsubscribe cleanly');
    }
  };
  const rootFailed = async (error: Error) => {
    root.noteError(error);
    root.become('failed');
    await closeRegistry();
  };
  const supervisor = new Supervisor({
    slot: root,
    spec: options.root,
    incarnate,
    clock,
    log,
    random,
    onExit: (exit) => {
      // a supervisor never finishes
      if (exit.reason === 'failed') void rootFailed(exit.error).then(() => onFailed(exit.error));
    },
  });
  root.begin(supervisor);

  return {
    start: async () => {
      root.become('starting');
      await messenger.open();
      await registry.open();
      try {
        await supervisor.start();
      } catch (error) {
        await rootFailed(error as Error);
        throw error;
      }
      root.become('running');
    },
    stop: async () => {
      await supervisor.stop();
      await closeRegistry();
      if (root.state !== 'failed') root.become('stopped');
    },
    tree: () => ({ ...root.toTree(), load: load.read(), deadLetters: deadLetters.inspect() }),
    restart: (path) => {
      const ids = path.split('/');
      const slot = root.at(ids);
      const above = root.at(ids.slice(0, -1))?.incarnation;
      return slot !== undefined && slot !== root && above instanceof Supervisor && above.restart(slot);
    },
    crash: (path) => {
      const slot = root.at(path.split('/'));
      if (slot?.state !== 'running' || slot.incarnation?.crash === undefined) return false;
      slot.incarnation.crash(runtimeError('RUNTIME_CRASHED', { address: slot.address }));
      return true;
    },
    breaker: (path) => root.at(path.split('/'))?.incarnation?.breaker,
    outside: messenger,
    ref: (path) => refTo(node, path),
  };
}

const silentLog: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function openMemoryTransport(): MemoryTransport {
  const transport = new MemoryTransport();
  void transport.start();
  return transport;
}

function rethrow(error: Error): never {
  throw error;
}
