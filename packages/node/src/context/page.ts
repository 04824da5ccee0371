import type { RequestContext } from './context.js';

/** What comes from the internet is an id only when it looks like one. */
const ID = /^[\w-]{1,64}$/;
const COOKIE = /(?:^|;\s*)pugmark=([\w-]{1,64})\.([\w-]{1,64})(?:;|$)/;

/**
 * Which page or mini-program asks, by the headers of its request, else by its cookie.
 *
 * @param header Reads a header, whose name is given in lower case.
 */
export function pageOf(
  header: (name: string) => string | null | undefined,
): Pick<RequestContext, 'deviceId' | 'sessionId'> {
  const [, cookieDevice, cookieSession] = COOKIE.exec(header('cookie') ?? '') ?? [];
  return {
    deviceId: idOf(header('x-pugmark-device')) ?? cookieDevice,
    sessionId: idOf(header('x-pugmark-session')) ?? cookieSession,
  };
}

const idOf = (text: string | null | undefined) => (text && ID.test(text) ? text : undefined);
