/** The types we use of web-push, which ships none. */
declare module 'web-push' {
  export interface RequestDetails {
    readonly method: 'POST';
    readonly headers: Record<string, string | number>;
    readonly body: Buffer;
    readonly endpoint: string;
  }
  const webPush: {
    /** Encrypts and signs, and sends nothing. */
    generateRequestDetails(
      subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
      payload: string,
      options: {
        vapidDetails: { subject: string; publicKey: string; privateKey: string };
        TTL: number;
        urgency: 'very-low' | 'low' | 'normal' | 'high';
        topic: string;
      },
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
