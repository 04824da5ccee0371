import { gzipSync } from 'node:zlib';

/** The collector under test. */
export interface TargetOptions {
  url: string;
  /** Write key, when it asks for one. */
  key?: string;
  /** Token for reading; without it rules about what is told are left out. */
  token?: string;
  /** Milliseconds that one request may take. Default 15 000. */
  timeout?: number;
}

/** What came back, read as far as it is JSON. */
export interface Reply {
  status: number;
  headers: Headers;
  json: unknown;
}

export interface Post {
  path?: string;
  headers?: Record<string, string>;
}

/** Asks one collector, in the forms that the protocol knows. */
export interface Target {
  readonly hasToken: boolean;
  /** Undefined when it asks for none. */
  readonly key: string | undefined;
  /** A body as it is; anything but text and bytes goes as JSON. */
  post(body: unknown, options?: Post): Promise<Reply>;
  request(path: string, init: RequestInit): Promise<Reply>;
  read(path: string): Promise<Reply>;
}

export const BATCH = '/tracking/events/batch';
export const SINGLE = '/tracking/events';

export function createTarget({ url, key, token, timeout = 15_000 }: TargetOptions): Target {
  const base = url.replace(/\/+$/, '');

  async function request(path: string, init: RequestInit): Promise<Reply> {
    const response = await fetch(base + path, { ...init, signal: AbortSignal.timeout(timeout) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parse(text) };
  }

  return {
    hasToken: token !== undefined,
    key,
    request,
    post: (body, { path = BATCH, headers = {} } = {}) =>
      request(path, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(key === undefined ? {} : { 'X-Pugmark-Key': key }),
          ...headers,
        },
        body: (typeof body === 'string' || body instanceof Uint8Array
          ? body
          : JSON.stringify(body)) as BodyInit,
      }),
    read: (path) => request(path, { headers: token ? { Authorization: `Bearer ${token}` } : {} }),
  };
}

export const zip = (body: unknown): Uint8Array => gzipSync(JSON.stringify(body));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
