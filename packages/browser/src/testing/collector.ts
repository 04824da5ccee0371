import type { WireEvent } from '@pugmark/core';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server of test collectors. */
    collectors: string;
  }
}

/** What the server does with a request: lets the collector answer, stays silent, cuts the line, or answers this. */
export type ServerReply =
  | 'deliver'
  | 'never'
  | 'break'
  | { status: number; body?: string; retryAfter?: string };

export interface BoxState {
  requests: { method: string; body: string; type: string; isZipped: boolean; isCredentialed: boolean }[];
  /** Stored, each once. */
  events: WireEvent[];
  duplicates: number;
}

/** Counts up, and is another in every test file. */
let last = Date.now();

/** A text that no other test has. */
export const unique = (): string => `t${(last++).toString(36)}${Math.random().toString(36).slice(2)}`;

/** A collector on the real server, for one test. */
export function createCollector() {
  const apiUrl = `${inject('collectors')}/${unique()}`;
  const script = async (body: { next?: ServerReply[]; always?: ServerReply; maxBytes?: number }) => {
    await fetch(`${apiUrl}/script`, { method: 'POST', body: JSON.stringify(body) });
  };
  const state = async (query = ''): Promise<BoxState> => (await fetch(`${apiUrl}/state?${query}`)).json();
  return {
    apiUrl,
    /** Decides for the requests to come, one each. */
    next: (...next: ServerReply[]) => script({ next }),
    /** Decides for all other requests. */
    always: (always: ServerReply) => script({ always }),
    /** Larger bodies are refused with 413. */
    limit: (maxBytes: number) => script({ maxBytes }),
    /** Requests that came, once there are so many. */
    requests: async (count = 0) => (await state(`requests=${count}`)).requests,
    /** Events that were stored, once there are so many. */
    events: async (count = 0) => (await state(`events=${count}`)).events,
    /** Names of the events, sorted, once there are so many. */
    names: async (count = 0) =>
      (await state(`events=${count}`)).events.map(({ eventName }) => eventName).sort(),
  };
}
