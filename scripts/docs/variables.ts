/** The environment variables that the configuration reads, with defaults and meanings. */

/** `default`: a value with the same effect as an unset variable. `unset`: a description, if there is no such value. */
export type Variable = { name: string; meaning: string } & ({ default: string } | { unset: string });

export const VARIABLES: Readonly<Record<string, readonly Variable[]>> = {
  'Where it listens': [
    {
      name: 'PORT',
      default: '3000',
      meaning: 'Port of HTTP and WebSocket. 0 takes any free port. If unset and taken, the next free port is used',
    },
    { name: 'HOST', default: '127.0.0.1', meaning: 'Address or host name to listen on' },
    {
      name: 'MQTT_PORT',
      default: '1883',
      meaning:
        'Port of the embedded broker, with the same rules as `PORT`. Over WebSocket the broker is at `/mqtt` on `PORT`',
    },
    {
      name: 'MQTTS_PORT',
      unset: '8883, with a certificate',
      meaning:
        'Port of the embedded broker for TLS, with the same rules as `PORT`: MQTT, and MQTT over WebSocket at ' +
        '`wss://…/mqtt`',
    },
    {
      name: 'TLS_CERT',
      unset: 'no TLS',
      meaning: 'PEM file of the certificate, with its chain. It is read again when it or `TLS_KEY` changes',
    },
    { name: 'TLS_KEY', unset: 'no TLS', meaning: 'PEM file of its private key, without a passphrase' },
    {
      name: 'MQTT_ANONYMOUS',
      unset: 'true if `HOST` is a loopback address',
      meaning: '`true` lets in MQTT clients without credentials',
    },
    {
      name: 'HOME_ASSISTANT_DISCOVERY',
      default: 'false',
      meaning:
        '`true` lets [Home Assistant](../guides/bus.md) find the watched sections by itself, on `homeassistant/#`',
    },
    {
      name: 'PUBLIC_URL',
      unset: 'where it listens',
      meaning: 'The address in links. Only pages from this origin may write or open `/ws`',
    },
    {
      name: 'TRUST_PROXY',
      unset: 'none',
      meaning:
        'Proxies whose `X-Forwarded-For` is believed: IP addresses, ranges such as `10.0.0.0/8`, or `loopback`, ' +
        'separated by commas',
    },
    {
      name: 'CORS_ORIGINS',
      unset: 'none',
      meaning: 'Other sites whose pages may read public facts: `https://example.edu`, separated by commas, or `*`',
    },
  ],
  'Store and bus': [
    {
      name: 'STORE_URL',
      unset: '`sqlite:` and `pickmyclass.db` in `DATA_DIR`',
      meaning: 'The store: `sqlite:<file>` or `mongodb://…`. [Several processes](../guides/nodes.md) need MongoDB',
    },
    {
      name: 'BUS_URL',
      default: 'embedded:',
      meaning:
        'The broker that carries all messages: `embedded:`, `mqtt://user:password@host:1883`, or `mqtts://…` for ' +
        'TLS (`NODE_EXTRA_CA_CERTS` adds a certificate authority). Programs read an external broker directly; ' +
        'there is no `/mqtt` then',
    },
    { name: 'LEASE_SECONDS', default: '60', meaning: 'How long work stays with a process that died. 1 to 3600' },
    {
      name: 'RETENTION_DAYS',
      default: '180',
      meaning: 'How long [old data](../guides/retention.md) is kept. 1 to 3650',
    },
  ],
  'The source': [
    {
      name: 'INSTITUTIONS',
      unset: '`asu`, on the simulated campus',
      meaning: 'The universities to watch, separated by commas. `asu` is the only one so far',
    },
    {
      name: 'ASU_CATALOG_URL',
      unset: 'the real page if `INSTITUTIONS` is set, else the simulated campus',
      meaning: 'The class-search page',
    },
    {
      name: 'ASU_API_URL',
      unset: 'learnt from the page',
      meaning: 'Base address of the search API that the page calls',
    },
    {
      name: 'CHECK_INTERVAL_SECONDS',
      unset: '`300`; `5` on the simulated campus',
      meaning: 'How often a section is looked at. 1 to 86400; at least 30 if the source is on another machine',
    },
    {
      name: 'CHECK_SCHEDULE',
      default: 'adaptive',
      meaning:
        '`adaptive`: asks for [what is expected to win most](../guides/pacing.md), at least once per interval ' +
        'for a section that students wait for, and once per four intervals for others, if the budget allows it. ' +
        '`fixed`: once per interval. `stagger`: even class numbers at the start of the interval, odd ones in the ' +
        'middle',
    },
    {
      name: 'MAX_STALENESS_SECONDS',
      default: '86400',
      meaning:
        'A course that was not looked at for so long goes first, however little a look is expected to win. ' +
        '1 to 2592000',
    },
    {
      name: 'CHECK_BUDGET_PER_MINUTE',
      default: '60',
      meaning: 'Requests per minute to one source host, as a token bucket. At most 1000, or 1000000 on this machine',
    },
    { name: 'CHECK_TIMEOUT_SECONDS', default: '45', meaning: 'Time limit of one look. 0.1 to 3600' },
    {
      name: 'MASS_CHANGE_SECTIONS',
      default: '200',
      meaning:
        'If more sections than this open, vanish or come back at once, the source is asked again before anyone is told',
    },
    {
      name: 'MASS_CHANGE_SHARE',
      default: '0.2',
      meaning: 'The same as a share of the watched sections (and at least 20). 0 to 1',
    },
    {
      name: 'BREAKER_FAILURES',
      default: '10',
      meaning: 'Failures in a row that open a circuit breaker. Each source host and each channel has one',
    },
    { name: 'BREAKER_RESET_SECONDS', default: '120', meaning: 'How long an open breaker lets nothing through' },
    { name: 'BREAKER_SUCCESSES', default: '3', meaning: 'Successes in a row that close it again' },
    { name: 'BROWSERS', unset: 'one per core, at most 2', meaning: 'Number of Chromium processes. 1 to 64' },
    { name: 'TABS_PER_BROWSER', default: '2', meaning: 'Looks that one Chromium makes at a time. 1 to 64' },
    { name: 'CHROME_PATH', unset: 'found', meaning: 'The Chrome or Chromium to run' },
  ],
  'Notifications and mail': [
    {
      name: 'SMTP_URL',
      unset: 'mail is written to `mail/*.eml` in `DATA_DIR`',
      meaning: 'The mail server: `smtp://…` or `smtps://user:password@host`',
    },
    { name: 'RESEND_API_KEY', unset: 'not used', meaning: 'Sends mail through Resend, if `SMTP_URL` is unset' },
    {
      name: 'RESEND_WEBHOOK_SECRET',
      unset: 'bounces that Resend tells of are refused',
      meaning: 'The secret (`whsec_…`) of the webhook at Resend that posts to `/api/v1/mail-events`',
    },
    {
      name: 'MAIL_FROM',
      default: 'PickMyClass <pickmyclass@localhost>',
      meaning: 'The sender: one mailbox, such as `PickMyClass <alerts@example.edu>`',
    },
    {
      name: 'NOTIFY_GIVE_UP_SECONDS',
      default: '86400',
      meaning: 'After this time an undelivered notification becomes a dead letter. 1 to 2592000',
    },
    {
      name: 'QUIET_GAP_SECONDS',
      default: '0',
      meaning: 'Openings of one section within this time are told as one. 0 tells each. At most 86400',
    },
    {
      name: 'VAPID_SUBJECT',
      unset: '`PUBLIC_URL` if it is https, else the address in `MAIL_FROM`',
      meaning: 'Who runs this server, for push services: `mailto:…` or `https://…`. Safari refuses `localhost`',
    },
    {
      name: 'WEBHOOK_ALLOW_PRIVATE',
      default: 'false',
      meaning: '`true` lets webhooks and push endpoints use http and addresses of private networks. For tests only',
    },
  ],
  'Students and operators': [
    { name: 'MAX_WATCHES_PER_USER', default: '10', meaning: 'Watches that one student may have. 1 to 10000' },
    {
      name: 'SESSION_SECRET',
      unset: 'generated in `DATA_DIR`',
      meaning: 'Signs sessions and links. At least 32 characters, the same for all processes',
    },
    {
      name: 'OPERATOR_TOKEN',
      unset: 'generated in `DATA_DIR`',
      meaning:
        'Opens `/operator`; also the password of the MQTT user `operator`. At least 32 characters, the same for ' +
        'all processes',
    },
    { name: 'OPERATOR_EMAILS', unset: 'none', meaning: 'Who may sign in as an operator, separated by commas' },
    {
      name: 'VIEWER_EMAILS',
      unset: 'none',
      meaning: 'Who may sign in to read what operators read, and change nothing',
    },
    {
      name: 'ALERT_WEBHOOK',
      unset: 'none',
      meaning:
        'A URL to which alerts are posted as JSON with a `text`, once when they start and once when they end. ' +
        'Addresses in `OPERATOR_EMAILS` get them by mail',
    },
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      unset: 'nothing is traced',
      meaning:
        'Base URL of an OpenTelemetry collector, such as `http://localhost:4318`: it gets a ' +
        '[trace](../guides/tracing.md) of each look that found a change, and of some others',
    },
  ],
  'The process': [
    { name: 'DATA_DIR', default: 'data', meaning: 'Folder for everything that is kept on this machine' },
    {
      name: 'NODE_ID',
      unset: 'the host name and a random suffix',
      meaning: 'Name of this process. It must differ from all others: letters, digits, `.`, `_` and `-`',
    },
    { name: 'LOG_LEVEL', default: 'info', meaning: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`' },
  ],
};
