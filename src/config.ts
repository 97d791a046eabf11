/** The configuration the program runs with: read from the environment once, validated, frozen, handed down. CONTRACT §7. */

export interface Config {
  readonly http: { readonly port: number; readonly host: string; readonly portIsDefault: boolean };
  readonly mqtt: { readonly port: number; readonly portIsDefault: boolean; readonly anonymous: boolean };
  /** `embedded:` or an mqtt(s):// URL. */
  readonly busUrl: string;
  /** `sqlite:<path>` or a mongodb:// URL. */
  readonly storeUrl: string;
  readonly institutions: readonly string[];
  /** null: the campus simulator, started with the system. */
  readonly asu: { readonly catalogUrl: string | null; readonly apiUrl: string | null };
  readonly checking: {
    readonly budgetPerMinute: number; readonly intervalMs: number; readonly schedule: 'adaptive' | 'fixed' | 'stagger';
    readonly massChangeSections: number; readonly massChangeShare: number; readonly leaseMs: number; readonly timeoutMs: number;
  };
  readonly breaker: { readonly failures: number; readonly resetMs: number; readonly successes: number; readonly callTimeoutMs: number };
  readonly browsers: { readonly count: number; readonly tabsPerBrowser: number; readonly chromePath: string | null };
  readonly notifying: { readonly giveUpMs: number; readonly quietGapMs: number };
  readonly mail: { readonly smtpUrl: string | null; readonly from: string; readonly resendApiKey: string | null };
  readonly maxWatchesPerUser: number;
  /** null: http://<host>:<port in use>. */
  readonly publicUrl: string | null;
  readonly sessionSecret: string; readonly operatorToken: string; readonly operatorEmails: readonly string[];
  readonly logLevel: string; readonly dataDir: string; readonly nodeId: string;
}
