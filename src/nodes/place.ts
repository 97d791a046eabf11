/**
 * A place in the tree: an actor's address without the node. `on(node)` returns a typed reference to it, on this node or
 * another one.
 */
import type { ActorSpec, ChildSpec, Ref } from '../runtime/index.ts';
import { refTo } from '../runtime/index.ts';

export interface Place<Message> {
  /** The ids from the root's child down, joined by `/`. */
  readonly path: string;
  /** The last part of the path. */
  readonly id: string;
  readonly on: (node: string) => Ref<Message>;
}

/** A child spec without an id: its place gives it one. */
export type Unplaced<Message> = Omit<ActorSpec<Message>, 'id'>;
export type UnplacedThread = Omit<Extract<ChildSpec, { type: 'thread' }>, 'id'>;

export function place<Message>(path: string): Place<Message> {
  return { path, id: path.slice(path.lastIndexOf('/') + 1), on: (node) => refTo(node, path) };
}

/** Puts an actor in its place. The compiler checks that it handles every message that may be sent there. */
export function at<Sent extends Received, Received>(
  { id }: Place<Sent>,
  spec: Unplaced<Received> | UnplacedThread,
): ChildSpec {
  return { ...spec, id };
}
