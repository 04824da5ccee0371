import { isIP } from 'node:net';
import type { Id } from '@pugmark/core';
import { logger } from '../platform.js';
import type { RequestContext } from './context.js';
import { pageOf } from './page.js';

/** How a middleware makes the context of a request. */
export interface ContextOptions<Request> {
  /** Who is signed in, as your own sign-in knows it. Default: nobody; `updateContext` can say it later. */
  userId?: (request: Request) => Id | null | undefined;
  /**
   * The address of the client, as the property `ip`: an address is personal data, so it is left out unless you ask.
   * `socket`: that of the connection. `proxy`: what the proxy in front of this server has written last into
   * `X-Forwarded-For`; only behind one, since anybody can send that header. Default `none`.
   */
  ip?: 'none' | 'socket' | 'proxy';
  /** The header `User-Agent`, at most 512 characters, as the property `userAgent`. Default `false`. */
  userAgent?: boolean;
}

/** What a middleware can read of a request, whatever its framework. */
export interface RequestReader {
  /** @param name In lower case. */
  header(name: string): string | undefined;
  address: string | undefined;
}

const MAX_USER_AGENT = 512;

let isThrowTold = false;

/** The context of a request: its headers, else its cookie, say which page has asked. */
export function contextOf<Request>(
  request: Request,
  { header, address }: RequestReader,
  options: ContextOptions<Request> = {},
): RequestContext {
  return {
    userId: userOf(request, options),
    ...pageOf(header),
    ip: addressOf(options.ip, address, header('x-forwarded-for')),
    userAgent: options.userAgent ? header('user-agent')?.slice(0, MAX_USER_AGENT) : undefined,
  };
}

/** The host's function must not fail the host's request. */
function userOf<Request>(request: Request, { userId }: ContextOptions<Request>) {
  try {
    return userId?.(request);
  } catch (cause) {
    if (!isThrowTold) logger.warn('pugmark: the option userId of a middleware threw', cause);
    isThrowTold = true;
    return undefined;
  }
}

function addressOf(
  from: ContextOptions<unknown>['ip'],
  socket: string | undefined,
  forwarded: string | undefined,
) {
  const address = from === 'proxy' ? forwarded?.split(',').at(-1)?.trim() : socket;
  return from && from !== 'none' && address && isIP(address) ? address : undefined;
}
