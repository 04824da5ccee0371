import { SESSION_TIMEOUT } from '@pugmark/core';
import { createSettings } from './settings.js';

/**
 * Headers that tell your own server which page asks, so that what it tracks joins the session of the page. Give them
 * to requests to your server only: they name the device. Empty on a server, before the first event, without consent,
 * and where localStorage is blocked.
 *
 * @param name The `name` option of the tracker. Default `pugmark`.
 * @param sessionTimeout Its `sessionTimeout` option, in ms. Default 30 minutes.
 * @example
 * ```ts
 * await fetch('/orders', { method: 'POST', headers: contextHeaders(), body });
 * ```
 */
export function contextHeaders(name = 'pugmark', sessionTimeout = SESSION_TIMEOUT): Record<string, string> {
  const { get } = createSettings(name);
  const device = get('device');
  const headers: Record<string, string> = {};
  if (!device || (get('consent') || 'granted') !== 'granted') return headers;
  headers['x-pugmark-device'] = device;
  try {
    const { id, lastSeenAt } = JSON.parse(get('session') as string);
    if (Date.now() - lastSeenAt < sessionTimeout) headers['x-pugmark-session'] = `${id}`;
  } catch {
    // No session yet.
  }
  return headers;
}
