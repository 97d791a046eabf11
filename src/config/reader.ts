/** Reads environment variables. Collects all problems instead of stopping at the first one. */
import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { configError } from './errors.ts';
import type { CodedError } from '../runtime/index.ts';
import { printable } from '../telemetry/printable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns whether a host name means this machine. An IPv6 address may have the brackets of a URL. */
export function isLoopback(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** How many characters of a bad value are shown. */
const SHOWN = 300;
/** Characters that no valid value has. In a path or a header they would cause an error much later. */
const UNPRINTABLE = /[\p{Control}\p{Surrogate}]/u;

export class Reader {
  readonly problems: CodedError[] = [];
  readonly #environment: Environment;
  readonly #refused = new Set<string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Returns null if the variable is unset or empty. Unprintable characters also give null, and add a problem. */
  optional(name: string): string | null {
    const value = Object.hasOwn(this.#environment, name) ? this.#environment[name]?.trim() : undefined;
    if (value === undefined || value === '') return null;
    if (!UNPRINTABLE.test(value)) return value;
    if (!this.#refused.has(name)) this.#reject(name, 'it has a character that cannot be printed', '(not shown)');
    this.#refused.add(name);
    return null;
  }

  has(name: string): boolean {
    return this.optional(name) !== null;
  }

  reject(name: string, reason: string, shown = this.optional(name) ?? ''): void {
    this.#reject(name, reason, shown);
  }

  #reject(name: string, reason: string, shown: string): void {
    this.problems.push(configError('PMC_CONFIG_INVALID', { name, value: printable(shown.slice(0, SHOWN)), reason }));
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  matching(name: string, fallback: string, fits: (value: string) => boolean, reason: string): string {
    const value = this.text(name, fallback);
    if (!fits(value)) this.reject(name, reason, withoutPassword(value));
    return value;
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const value = this.optional(name);
    if (value === null) return fallback;
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) this.reject(name, `it must be a number from ${min} to ${max}`);
    return number;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const before = this.problems.length;
    const number = this.number(name, fallback, min, max);
    if (this.problems.length === before && !Number.isInteger(number))
      this.reject(name, `it must be a whole number from ${min} to ${max}`);
    return number;
  }

  /** Reads seconds, returns milliseconds. */
  seconds(name: string, fallback: number, min: number, max: number): number {
    return this.number(name, fallback, min, max) * 1_000;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.optional(name);
    if (value === null) return fallback;
    if (value !== 'true' && value !== 'false') this.reject(name, 'it must be true or false');
    return value === 'true';
  }

  oneOf<Choice extends string>(name: string, fallback: Choice, choices: readonly Choice[]): Choice {
    const value = this.optional(name);
    const choice = choices.find((each) => each === value);
    if (value !== null && choice === undefined) this.reject(name, `it must be one of ${choices.join(', ')}`);
    return choice ?? fallback;
  }

  list(name: string, fallback: readonly string[], fits: (item: string) => boolean, reason: string): string[] {
    const value = this.optional(name);
    if (value === null) return [...fallback];
    const items = value.split(',').map((item) => item.trim());
    if (!items.every(fits)) this.reject(name, reason);
    return items;
  }

  /** Reads e-mail addresses, in lower case. */
  addresses(name: string): string[] {
    const fits = (email: string): boolean => /^[^\s@,]+@[^\s@,]+$/.test(email);
    return this.list(name, [], fits, 'each must be an e-mail address').map((email) => email.toLowerCase());
  }

  /** Reads addresses, ranges such as `10.0.0.0/8`, and `loopback`. */
  proxies(name: string): string[] {
    return this.list(
      name,
      [],
      (item) => item === 'loopback' || isRange(item),
      'each must be an IP address, a range such as 10.0.0.0/8, or loopback',
    );
  }

  /** Reads origins of pages, such as `https://example.edu`, or `*` for any. */
  origins(name: string): string[] {
    return this.list(
      name,
      [],
      (item) => item === '*' || (/^https?:[^*]+$/.test(item) && URL.canParse(item) && new URL(item).origin === item),
      'each must be scheme and host of a site, such as https://example.edu, or *',
    );
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.optional(name);
    if (value === null) return null;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url !== undefined && protocols.includes(url.protocol) && url.hostname !== '') return value;
    this.reject(
      name,
      `it must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')} and a host`,
      withoutPassword(value),
    );
    return null;
  }

  /** Reads the path of a file. Rejects one that is missing, and one that this user may not read. */
  file(name: string): string | null {
    const path = this.optional(name);
    if (path !== null && !isReadable(path)) this.reject(name, 'it must be the path of a file that this user can read');
    return path;
  }

  /** Reads a secret. Its value is never shown, even if it is invalid. */
  secret(name: string, fits: (value: string) => boolean, reason: string): string | null {
    const value = this.optional(name);
    if (value !== null && !fits(value)) this.reject(name, reason, '(not shown)');
    return value;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false; // missing, or not for this user
  }
}

/** Returns whether the text is an IP address, or a range such as `10.0.0.0/8`. */
function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = address.includes('%') ? 0 : isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** Returns the URL without its user and password, for messages. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/, '//***@');
}
