/** Host names and IP addresses, as sockets take them and as URLs write them. */

/** Returns the host of a URL as sockets take it: an IPv6 address without its brackets. */
export function hostnameOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** Returns the URL at which programs on this machine reach a server that listens on `host`. */
export function urlOf(protocol: 'http' | 'mqtt' | 'mqtts', host: string, port: number): string {
  const anywhere = host === '0.0.0.0' || host === '::';
  return `${protocol}://${anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
