import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Compares in a time that does not depend on the content. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * The cookie that stands for the token. Cookies reach every port of a host, so it holds a value that cannot
 * be turned back into the token, and its name keeps two collectors on one machine apart.
 */
export function viewCookie(token: string): { name: string; value: string } {
  const sign = (purpose: string) => createHmac('sha256', token).update(purpose).digest('hex');
  return { name: `pugmark_view_${sign('name').slice(0, 8)}`, value: sign('value') };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
