/** What is stored about a browser that takes push messages. */

export interface PushSettings {
  readonly endpoint: string;
  /** base64url: the browser's public key and its secret for encryption. */
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** The public key of ours that the subscription works with. */
  readonly serverKey: string;
}

/** Reads settings from the store. */
export function pushSettings(stored: Record<string, unknown>): PushSettings {
  return stored as unknown as PushSettings;
}
