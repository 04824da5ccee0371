import type { DeviceFacts } from '@pugmark/core';

/**
 * What a page knows that the collector cannot see. Device and system are read from the request's `User-Agent` there,
 * so that no page has to carry the tables for it.
 */
export function facts(): DeviceFacts {
  const { connection } = navigator as { connection?: { type?: string; effectiveType?: string } };
  const network = connection?.type === 'wifi' ? 'wifi' : connection?.effectiveType;
  return network ? { network } : {};
}
