import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** The node request is missing when a host calls `fetch` itself. */
export interface Environment {
  Bindings: Partial<HttpBindings>;
}

/**
 * The client's address, for rate limits. Behind a trusted proxy it is the last entry of X-Forwarded-For,
 * the one that the proxy wrote; those before it are the client's own words.
 */
export function clientAddress(context: Context<Environment>, trustProxy: boolean): string {
  if (trustProxy) {
    const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    if (forwarded) return forwarded.slice(0, 64);
  }
  const address = context.env?.incoming?.socket?.remoteAddress ?? 'unknown';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
