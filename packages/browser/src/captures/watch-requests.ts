import { replaceMethod } from './replace-method.js';

/** A request of the page, as it begins. */
export interface StartedRequest {
  method: string;
  url: string;
}

/** What came of it; 0 when there was no answer. */
export type OnEnd = (status: number) => void;

/** Called when a request begins; what it returns is called when it ends. */
export type RequestListener = (request: StartedRequest) => OnEnd | undefined;

/**
 * Hears of every `fetch` and `XMLHttpRequest` of the page, and changes nothing for it: the same answers, streams and
 * errors, and calls that look as they did. Undone when nobody listens any more; where another script has put itself
 * before it meanwhile, what is left only passes calls on.
 */
export function watchRequests(listener: RequestListener): () => void {
  let isOn = true;
  const begin = (method: string, url: string): OnEnd | undefined => {
    try {
      return isOn ? listener({ method: method.toUpperCase(), url }) : undefined;
    } catch {
      return undefined;
    }
  };
  const undoes = [watchFetch(begin), watchXhr(begin)];
  return () => {
    isOn = false;
    for (const undo of undoes) undo();
  };
}

type Begin = (method: string, url: string) => OnEnd | undefined;

function watchFetch(begin: Begin): () => void {
  const original = window.fetch;
  if (typeof original !== 'function') return () => {};
  return replaceMethod(
    window,
    'fetch',
    (own) =>
      function fetch(this: unknown, ...args: Parameters<typeof window.fetch>) {
        const [input, init] = args;
        const end = begin(readMethod(input, init), readUrl(input));
        const answer: unknown = Reflect.apply(own, this === undefined ? window : this, args);
        // Followed beside the caller's own promise, which is given back as it is.
        if (end && answer instanceof Promise)
          answer.then(
            (response) => end(response?.status || 0),
            () => end(0),
          );
        return answer;
      },
  );
}

function watchXhr(begin: Begin): () => void {
  if (typeof XMLHttpRequest !== 'function') return () => {};
  const { prototype } = XMLHttpRequest;
  const opened = new WeakMap<XMLHttpRequest, StartedRequest>();
  const undoOpen = replaceMethod(
    prototype,
    'open',
    (own) =>
      function open(this: XMLHttpRequest, ...args: unknown[]) {
        opened.set(this, { method: `${args[0]}`, url: `${args[1]}` });
        return Reflect.apply(own, this, args);
      },
  );
  const undoSend = replaceMethod(
    prototype,
    'send',
    (own) =>
      function send(this: XMLHttpRequest, ...args: unknown[]) {
        const request = opened.get(this);
        const end = request && begin(request.method, request.url);
        if (end) this.addEventListener('loadend', () => end(this.status), { once: true });
        return Reflect.apply(own, this, args);
      },
  );
  return () => {
    undoOpen();
    undoSend();
  };
}

const readUrl = (input: unknown): string =>
  typeof input === 'object' && input && 'url' in input ? `${input.url}` : `${input}`;

function readMethod(input: unknown, init: RequestInit | undefined): string {
  const given =
    init?.method ?? (typeof input === 'object' && input && 'method' in input ? input.method : undefined);
  return `${given ?? 'GET'}`;
}
