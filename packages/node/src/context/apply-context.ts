import type { Properties, TrackOptions } from '@pugmark/core';
import type { RequestContext } from './context.js';

type Details = [properties: Properties | undefined, options: TrackOptions | undefined];

/** What an event is tracked with, completed by the context; what is given explicitly counts more. */
export function applyContext(
  { userId, deviceId, sessionId, identities, ip, userAgent }: RequestContext,
  properties?: Properties,
  options?: TrackOptions,
): Details {
  const completed: TrackOptions = {};
  if (userId || userId === 0) completed.userId = String(userId);
  if (deviceId) completed.deviceId = deviceId;
  if (sessionId) completed.sessionId = sessionId;
  for (const [name, value] of Object.entries(options ?? {}))
    if (value !== undefined) Object.assign(completed, { [name]: value });
  if (identities) completed.identities = { ...identities, ...options?.identities };
  if (!ip && !userAgent) return [properties, completed];
  return [{ ...(ip && { ip }), ...(userAgent && { userAgent }), ...properties }, completed];
}
