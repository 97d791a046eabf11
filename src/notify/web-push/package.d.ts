/** The types we use of web-push, which ships none. */
declare module 'web-push' {
  export interface RequestDetails {
    readonly method: 'POST';
    readonly headers: Record<string, string | number>;
    readonly body: Buffer;
    readonly endpoint: string;
  }
  const webPush: {
    /** Encrypts, and sends nothing. `vapidDetails` null: it does not sign. */
    generateRequestDetails(
      subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
      payload: string,
      options: { vapidDetails: null; TTL: number; urgency: 'very-low' | 'low' | 'normal' | 'high'; topic: string },
    ): RequestDetails;
    getVapidHeaders(
      audience: string,
      subject: string,
      publicKey: string,
      privateKey: string,
      encoding: 'aes128gcm',
    ): { Authorization: string };
  };
  export default webPush;
}
