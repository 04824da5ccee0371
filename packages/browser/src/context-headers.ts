import { hasDevice, readContext, SESSION_TIMEOUT } from '@pugmark/core';
import { clock } from './clock.js';
import { isPage } from './is-page.js';
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
  const context = isPage && readContext(createSettings(name), clock, sessionTimeout);
  if (!context) return {};
  const { deviceId, sessionId } = context;
  return sessionId
    ? { 'x-pugmark-device': deviceId, 'x-pugmark-session': sessionId }
    : { 'x-pugmark-device': deviceId };
}

/**
 * Whether no tracker of this name has been on this site before. Ask before `init`; where storage is blocked, every visit
 * is a first one.
 *
 * @param name The `name` option of the tracker. Default `pugmark`.
 */
export const isFirstVisit = (name = 'pugmark'): boolean => !hasDevice(createSettings(name));
