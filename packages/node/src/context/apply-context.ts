import type { Id, TrackOptions } from '@pugmark/core';
import { ownEntries } from '../own-entries.js';
import type { RequestContext } from './context.js';

type Details = [properties: object | undefined, options: TrackOptions | undefined];

/** What an event is tracked with, completed by the context; what is given explicitly counts more. Never throws. */
export function applyContext(context: RequestContext, properties?: object, options?: TrackOptions): Details {
  const { userId, deviceId, sessionId, ip, userAgent } = context;
  const completed: Record<string, unknown> = {};
  if (userId !== undefined && userId !== null && userId !== '') completed.userId = userId;
  if (deviceId) completed.deviceId = deviceId;
  if (sessionId) completed.sessionId = sessionId;
  for (const [name, value] of ownEntries(options)) if (value !== undefined) completed[name] = value;
  if (context.identities)
    completed.identities = joinIdentities(context.identities, completed.identities as object | undefined);
  return [addFacts(properties, ip, userAgent), completed];
}

function joinIdentities(outer: object, inner: object | undefined): Record<string, Id> {
  return Object.fromEntries([...ownEntries(outer), ...ownEntries(inner)]) as Record<string, Id>;
}

/** What is not an object goes on as it is: the engine refuses it by the name of its event. */
function addFacts(properties: object | undefined, ip?: string, userAgent?: string): object | undefined {
  if ((!ip && !userAgent) || (properties && typeof properties !== 'object')) return properties;
  const facts = { ...(ip && { ip }), ...(userAgent && { userAgent }) };
  try {
    return { ...facts, ...properties };
  } catch {
    // As above.
    return properties;
  }
}
