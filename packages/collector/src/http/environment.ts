import { isIPv6 } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** The node request is missing when a host calls `fetch` itself. */
export interface Environment {
  Bindings: Partial<HttpBindings>;
}

/**
 * The client's address, for rate limits. Behind trusted proxies it is the entry of X-Forwarded-For that the outermost of
 * them wrote; those before it are the client's own words.
 *
 * @param proxies How many there are.
 */
export function clientAddress(context: Context<Environment>, proxies: number): string {
  if (proxies > 0) {
    const entries = context.req.header('x-forwarded-for')?.split(',') ?? [];
    const forwarded = entries.at(-Math.min(proxies, entries.length))?.trim();
    if (forwarded) return toNetwork(forwarded.slice(0, 64));
  }
  return toNetwork(context.env?.incoming?.socket?.remoteAddress ?? 'unknown');
}

/** One client of IPv6 has a whole network of 2^64 addresses, and some proxies add the port. */
function toNetwork(text: string): string {
  const host = /^\[(.*)\](?::[0-9]+)?$/.exec(text)?.[1] ?? text.replace(/^([0-9.]+):[0-9]+$/, '$1');
  if (/^::ffff:[0-9.]+$/i.test(host)) return host.slice(7);
  const address = host.replace(/%.*$/, '');
  return isIPv6(address) ? `${firstGroups(address)}::/64` : host;
}

function firstGroups(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
