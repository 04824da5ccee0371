import { refuse } from '../refusal.ts';

/**
 * What lets a page send. Beacons carry credentials mode `include`, so the origin is echoed instead of `*`;
 * no cookie is ever read on these routes.
 */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (origin === undefined) return {};
  if (allowed.length > 0 && !allowed.includes(origin)) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': 'Retry-After',
    Vary: 'Origin',
  };
}

export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type, Content-Encoding, X-Pugmark-Key',
  'Access-Control-Max-Age': '86400',
};

/** A beacon is sent without a preflight, so the list must hold for the request itself as well. */
export function checkOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin === undefined || allowed.length === 0 || allowed.includes(origin)) return;
  throw refuse(
    403,
    'origin_not_allowed',
    `Pages of ${origin.slice(0, 200)} may not send here: add it with --allow-origin.`,
  );
}
