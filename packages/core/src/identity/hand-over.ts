import type { Visitor } from '../api/plugin.js';

/** Name of the parameter that carries a visitor from one place to another, on web pages and in mini-programs. */
export const HAND_OVER_PARAMETER = 'pugmark';

/** A parameter that is older is not taken, in ms: an address may be copied and sent to somebody else. */
const MAX_AGE = 120_000;
/** A clock that differs by this (ms) is the same. */
const TOLERATED = 10_000;
/** An id that needs no escaping, as the headers to a server have it too. */
const ID = /^[\w-]{1,64}$/;

/** Two sums of different kinds: no proof against a forger, but it tells a damaged or an edited text. */
function checkOf(text: string): string {
  let first = 5381;
  let second = 0;
  for (let index = 0; index < text.length; index++) {
    first = (first * 33 + text.charCodeAt(index)) % 2 ** 32;
    second = (second * 65_599 + text.charCodeAt(index)) % 2 ** 32;
  }
  return first.toString(36) + second.toString(36);
}

/**
 * Writes who is here, for an address: `<device>.<session>.<time>.<check>`, the session perhaps empty, the time in ms to
 * base 36.
 *
 * @param now ms since 1970.
 * @param binding What both sides know and others do not have, such as the browser's User-Agent. Default: nothing.
 * @returns `undefined` when an id cannot stand in an address.
 */
export function writeHandOver(
  { deviceId, sessionId = '' }: Visitor,
  now: number,
  binding: string = '',
): string | undefined {
  if (!ID.test(deviceId) || (sessionId && !ID.test(sessionId))) return undefined;
  const text = `${deviceId}.${sessionId}.${now.toString(36)}`;
  return `${text}.${checkOf(text + binding)}`;
}

/** Reads it again: `undefined` for what is damaged, edited, too old, or was written for another binding. */
export function readHandOver(
  text: string | null | undefined,
  now: number,
  binding: string = '',
): Visitor | undefined {
  const [deviceId = '', sessionId = '', time = '', check = '', more] = (text || '').split('.');
  const age = now - parseInt(time, 36);
  const isFresh = age >= -TOLERATED && age <= MAX_AGE;
  const isWhole = more === undefined && checkOf(`${deviceId}.${sessionId}.${time}${binding}`) === check;
  if (!isFresh || !isWhole || !ID.test(deviceId) || (sessionId && !ID.test(sessionId))) return undefined;
  return sessionId ? { deviceId, sessionId } : { deviceId };
}

/** An address, of a web page or of a mini-program's page, with the parameter; one that it had is replaced. */
export function addHandOver(url: string, text: string): string {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)(.*)$/.exec(url) || [];
  const others = query.split('&').filter((pair) => pair && pair.split('=')[0] !== HAND_OVER_PARAMETER);
  return `${path}?${others.concat(`${HAND_OVER_PARAMETER}=${text}`).join('&')}${fragment}`;
}
