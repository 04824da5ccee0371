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

let listeners: readonly RequestListener[] = [];
let unpatch: (() => void) | undefined;

/**
 * Hears of every `fetch` and `XMLHttpRequest` of the page, and changes nothing for it: the same answers, streams and
 * errors, and calls that look as they did. All who listen share one patch. It is undone when nobody listens any more;
 * where another script has put itself before it meanwhile, what is left only passes calls on.
 */
export function watchRequests(listener: RequestListener): () => void {
  // The same function may listen twice.
  const own: RequestListener = (request) => listener(request);
  listeners = listeners.concat(own);
  unpatch ??= patch();
  return () => {
    listeners = listeners.filter((other) => other !== own);
    if (listeners[0]) return;
    unpatch?.();
    unpatch = undefined;
  };
}

/** Reads a request as it begins, and answers who is told of its end. What a page gives may throw when it is read. */
type Begin = (read: () => StartedRequest) => OnEnd | undefined;

function patch(): () => void {
  let isOn = true;
  const begin: Begin = (read) => {
    if (!isOn) return undefined;
    try {
      const { method, url } = read();
      const request = { method: method.toUpperCase(), url };
      const ends = listeners.map((listener) => listener(request)).filter(Boolean) as OnEnd[];
      return ends[0] && ((status) => ends.forEach((end) => void end(status)));
    } catch {
      return undefined;
    }
  };
  const undoes = [watchFetch(begin), ...watchXhr(begin)];
  return () => {
    isOn = false;
    for (const undo of undoes) undo();
  };
}

const watchFetch = (begin: Begin): (() => void) =>
  replaceMethod(
    window,
    'fetch',
    (own) =>
      function fetch(this: unknown, ...args: unknown[]) {
        const [input, init] = args as [Partial<Request> | string, RequestInit?];
        const given = Object(input) as Partial<Request>;
        const end = begin(() => ({
          method: `${init?.method ?? given.method ?? 'GET'}`,
          url: `${given.url ?? input}`,
        }));
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

function watchXhr(begin: Begin): (() => void)[] {
  const { prototype } = XMLHttpRequest;
  const opened = new WeakMap<object, unknown[]>();
  return [
    replaceMethod(
      prototype,
      'open',
      (own) =>
        function open(this: XMLHttpRequest, ...args: unknown[]) {
          opened.set(this, args);
          return Reflect.apply(own, this, args);
        },
    ),
    replaceMethod(
      prototype,
      'send',
      (original) =>
        function send(this: XMLHttpRequest, ...args: unknown[]) {
          // One that was opened before is not known.
          const own = opened.get(this);
          const end = own && begin(() => ({ method: `${own[0]}`, url: `${own[1]}` }));
          if (end) this.addEventListener('loadend', () => end(this.status), { once: true });
          return Reflect.apply(original, this, args);
        },
    ),
  ];
}
