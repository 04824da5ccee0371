import { replaceMethod } from './replace-method.js';

/** What came of it; 0 when there was no answer. */
export type OnEnd = (status: number) => void;

/** Called when a request begins; what it returns is called when it ends. */
export type RequestListener = (method: string, url: string) => OnEnd | undefined;

type Watch = (listener: RequestListener) => () => void;

/** Where all copies of this module in a page find the one patch: each entry of the package brings a copy. */
const KEY = Symbol.for('pugmark.fetch');
const page = globalThis as { [KEY]?: Watch };

/**
 * Hears of every `fetch` and `XMLHttpRequest` of the page, and changes nothing for it: the same answers, streams and
 * errors, and calls that look as they did. All who listen share one patch. It is undone when nobody listens any more;
 * where another script has put itself before it meanwhile, what is left only passes calls on.
 */
export const watchRequests: Watch = (listener) => {
  page[KEY] ??= patch();
  return page[KEY](listener);
};

/** Reads a request as it begins, and answers who is told of its end. What a page gives may throw when it is read. */
type Begin = (read: () => readonly unknown[]) => OnEnd | undefined;

function patch(): Watch {
  let listeners: readonly RequestListener[] = [];
  const begin: Begin = (read) => {
    if (!listeners[0]) return undefined;
    try {
      const [method, url] = read().map(String) as [string, string];
      const ends = listeners
        .map((listener) => listener(method.toUpperCase(), url))
        .filter(Boolean) as OnEnd[];
      return ends[0] && ((status) => ends.forEach((end) => void end(status)));
    } catch {
      return undefined;
    }
  };
  const undoes = [watchFetch(begin), ...watchXhr(begin)];
  return (listener) => {
    // The same function may listen twice.
    const own: RequestListener = (method, url) => listener(method, url);
    listeners = listeners.concat(own);
    return () => {
      listeners = listeners.filter((other) => other !== own);
      if (listeners[0]) return;
      delete page[KEY];
      for (const undo of undoes) undo();
    };
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
        const end = begin(() => [init?.method ?? given.method ?? 'GET', given.url ?? input]);
        const answer: unknown = Reflect.apply(own, this ?? window, args);
        if (!end || !(answer instanceof Promise)) return answer;
        // Not beside the caller's promise: a failure that nobody handles must stay one.
        return answer.then(
          (response) => {
            end(response?.status || 0);
            return response;
          },
          (cause) => {
            end(0);
            throw cause;
          },
        );
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
          const end = own && begin(() => own);
          if (end) this.addEventListener('loadend', () => end(this.status), { once: true });
          return Reflect.apply(original, this, args);
        },
    ),
  ];
}
