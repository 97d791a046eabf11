/**
 * What a behaviour throws for a message it has no case for: an older or newer node may send one, or somebody who should
 * not.
 */

/** The runtime makes a dead letter and a refusal of it; the actor goes on. */
export class UnknownMessage extends Error {}

/** For the `default` of a behaviour's switch over all types; the compiler sees that none is forgotten. */
export function unknownMessage(message: never): never {
  throw new UnknownMessage(`no case for ${JSON.stringify((message as { type?: unknown }).type)}`);
}
