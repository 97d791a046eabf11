/** References to actors: plain data with a phantom type, so they can be sent as JSON and between threads. */

declare const message: unique symbol;

export interface Ref<Message> {
  /** Node id, `/`, path in the tree: `node-1/checking/asu/scheduler`. */
  readonly address: string;
  readonly [message]?: (message: Message) => void;
}

export function refTo<Message>(node: string, path: string): Ref<Message> {
  return { address: `${node}/${path}` };
}
