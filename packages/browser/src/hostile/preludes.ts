/**
 * What old libraries, polyfills and monitoring scripts do to a page, one function a kind. Each is posted to a page as
 * text and run there, so it knows nothing but the page's own globals.
 */
export type Prelude = () => void;

/** Of libraries that were written before the language had what they add. */
const oldLibraries = {
  // Prototype.js until 1.7.3 and MooTools before 1.6: no iterator, no function.
  'Array.from of Prototype.js': () => {
    Array.from = ((given: ArrayLike<unknown> | undefined) => {
      const list: unknown[] = [];
      for (let index = 0; index < (given?.length || 0); index++) list.push(given?.[index]);
      return list;
    }) as never;
  },

  'members that every array shows': () => {
    const more = Array.prototype as unknown as Record<string, unknown>;
    more.each = function (this: unknown[], action: (item: unknown) => void) {
      for (let index = 0; index < this.length; index++) action(this[index]);
    };
    more.last = () => undefined;
    more.version = '1.5';
  },

  'methods of arrays that are written by hand': () => {
    const of = Array.prototype as unknown as Record<string, unknown>;
    of.forEach = function (this: unknown[], action: (item: unknown, index: number) => void) {
      for (let index = 0; index < this.length; index++) action(this[index], index);
    };
    of.map = function (this: unknown[], action: (item: unknown, index: number) => unknown) {
      const list: unknown[] = [];
      for (let index = 0; index < this.length; index++) list.push(action(this[index], index));
      return list;
    };
    of.filter = function (this: unknown[], accepts: (item: unknown, index: number) => unknown) {
      const list: unknown[] = [];
      for (let index = 0; index < this.length; index++)
        if (accepts(this[index], index)) list.push(this[index]);
      return list;
    };
    of.indexOf = function (this: unknown[], item: unknown) {
      for (let index = 0; index < this.length; index++) if (this[index] === item) return index;
      return -1;
    };
  },

  'members that every object shows': () => {
    const more = Object.prototype as unknown as Record<string, unknown>;
    more.extend = function () {
      return this;
    };
    more.version = '1.5';
    more.nothing = null;
  },

  'toJSON of arrays': () => {
    (Array.prototype as unknown as { toJSON: unknown }).toJSON = function (this: unknown[]) {
      const texts: string[] = [];
      for (let index = 0; index < this.length; index++) texts.push(JSON.stringify(this[index]));
      return `[${texts.join(', ')}]`;
    };
  },

  'toJSON of every object': () => {
    (Object.prototype as unknown as { toJSON: unknown }).toJSON = function () {
      return String(this);
    };
  },

  'toJSON of texts, numbers and dates': () => {
    (String.prototype as unknown as { toJSON: unknown }).toJSON = function () {
      return `"${this}"`;
    };
    (Number.prototype as unknown as { toJSON: unknown }).toJSON = function () {
      return `"${this}"`;
    };
    Date.prototype.toJSON = function () {
      return `"${this.getTime()}"`;
    };
  },

  'Object.keys of Prototype.js': () => {
    Object.keys = ((given: object) => {
      const keys: string[] = [];
      for (const key in given) keys.push(key);
      return keys;
    }) as never;
    Object.assign = ((target: Record<string, unknown>, ...sources: Record<string, unknown>[]) => {
      for (let index = 0; index < sources.length; index++)
        for (const key in sources[index]) target[key] = sources[index]?.[key];
      return target;
    }) as never;
  },

  'methods of texts that are missing or of their own': () => {
    const of = String.prototype as unknown as Record<string, unknown>;
    for (const name of ['startsWith', 'endsWith', 'includes', 'padStart', 'matchAll']) of[name] = undefined;
    of.trim = function (this: string) {
      return this.replace(/^\s+|\s+$/g, '');
    };
    of.strip = of.trim;
    const lists = Array.prototype as unknown as Record<string, unknown>;
    for (const name of ['includes', 'find', 'flat', 'flatMap', 'fill']) lists[name] = undefined;
  },

  'Map and Set without iterators': () => {
    const list = function (this: { items: unknown[] }) {
      this.items = [];
    } as unknown as { prototype: object };
    list.prototype = {
      has: () => false,
      get: () => undefined,
      set() {
        return this;
      },
      add() {
        return this;
      },
    };
    for (const name of ['Map', 'Set', 'WeakMap', 'WeakSet'])
      (window as unknown as Record<string, unknown>)[name] = list;
  },

  // Without `finally`, and what is settled is told in a task of its own.
  'Promise of another decade': () => {
    type Reaction = () => void;
    class OldPromise {
      state = 0;
      value: unknown;
      reactions: Reaction[] = [];
      constructor(execute: (resolve: (value?: unknown) => void, reject: (cause: unknown) => void) => void) {
        const settle = (state: number, value: unknown) => {
          if (this.state) return;
          this.state = state;
          this.value = value;
          for (let index = 0; index < this.reactions.length; index++)
            setTimeout(this.reactions[index] as Reaction);
        };
        const reject = (cause: unknown) => settle(2, cause);
        const resolve = (value?: unknown) => {
          const { then } = Object(value);
          if (typeof then === 'function') then.call(value, resolve, reject);
          else settle(1, value);
        };
        try {
          execute(resolve, reject);
        } catch (cause) {
          reject(cause);
        }
      }
      // biome-ignore lint/suspicious/noThenProperty: it is a promise.
      then(onValue?: (value: unknown) => unknown, onCause?: (cause: unknown) => unknown) {
        return new OldPromise((resolve, reject) => {
          const react = () => {
            const handle = this.state === 1 ? onValue : onCause;
            try {
              if (handle) resolve(handle(this.value));
              else if (this.state === 1) resolve(this.value);
              else reject(this.value);
            } catch (cause) {
              reject(cause);
            }
          };
          if (this.state) setTimeout(react);
          else this.reactions.push(react);
        });
      }
      catch(onCause: (cause: unknown) => unknown) {
        return this.then(undefined, onCause);
      }
      static resolve = (value?: unknown) => new OldPromise((resolve) => resolve(value));
      static reject = (cause: unknown) => new OldPromise((_, reject) => reject(cause));
      static all = (given: unknown[]) =>
        new OldPromise((resolve, reject) => {
          const values: unknown[] = [];
          let waiting = given.length;
          if (!waiting) resolve(values);
          for (let index = 0; index < given.length; index++) {
            OldPromise.resolve(given[index]).then((value) => {
              values[index] = value;
              if (--waiting === 0) resolve(values);
            }, reject);
          }
        });
    }
    window.Promise = OldPromise as never;
  },

  'prototypes that are frozen': () => {
    Object.freeze(Object.prototype);
    Object.freeze(Array.prototype);
    Object.freeze(Function.prototype);
  },
} satisfies Record<string, Prelude>;

/** Of test tools and of libraries that bend time. */
const clocks = {
  'Date.now with fractions': () => {
    Date.now = () => performance.timeOrigin + performance.now();
  },
  'Date.now that is no number': () => {
    Date.now = () => Number.NaN;
  },
  'Date.now of a clock that was never set': () => {
    Date.now = () => 5;
  },
  'Date.now as a text': () => {
    const { now } = Date;
    Date.now = () => `${now()}` as never;
  },
  'Date.now as a bigint': () => {
    const { now } = Date;
    Date.now = () => BigInt(now()) as never;
  },
  'a Date that stands still': () => {
    const Real = Date;
    const at = Real.now();
    window.Date = class extends Real {
      constructor(...given: []) {
        super(...(given.length ? given : ([at] as unknown as [])));
      }
      static override now = () => at;
    } as never;
  },
  'no performance': () => {
    Object.defineProperty(window, 'performance', { value: undefined });
  },
} satisfies Record<string, Prelude>;

/** Of monitoring scripts, which stand between the page and the browser. */
const wrappers = {
  'fetch that passes on less than it was given': () => {
    const real = window.fetch;
    window.fetch = (url, init) =>
      real(url, init?.body ? { method: init.method || 'GET', body: init.body } : {});
  },
  'fetch that answers without headers': () => {
    const real = window.fetch;
    window.fetch = async (...given) => {
      const response = await real(...given);
      return { status: response.status, ok: response.ok, text: () => response.text() } as never;
    };
  },
  'fetch that wants to be called as a method': () => {
    const real = window.fetch;
    window.fetch = function (this: unknown, ...given: Parameters<typeof fetch>) {
      if (this !== window) throw new TypeError('called without its window');
      return real.apply(window, given);
    };
  },
  'no XMLHttpRequest': () => {
    (window as unknown as { XMLHttpRequest: unknown }).XMLHttpRequest = undefined;
  },
  'listeners that are wrapped, and never found again': () => {
    const real = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
      if (!this) throw new TypeError('called without its target');
      const wrapped = (event: Event) =>
        typeof listener === 'function' ? listener.call(this, event) : listener?.handleEvent(event);
      return real.call(this, type, wrapped, options);
    };
  },
  'a console that throws': () => {
    console.warn = () => {
      throw new Error('no console');
    };
    console.error = console.warn;
  },
  'JSON that is written over lines and read with dates': () => {
    const { parse, stringify } = JSON;
    JSON.stringify = ((value: unknown, replacer: never) => stringify(value, replacer, 2)) as never;
    JSON.parse = ((text: string) =>
      parse(text, (_, value) => (/^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value))) as never;
  },
  'no crypto': () => {
    Object.defineProperty(window, 'crypto', { value: undefined });
  },
  'crypto that throws': () => {
    crypto.getRandomValues = () => {
      throw new DOMException('', 'OperationError');
    };
  },
  'random numbers that are always the same': () => {
    Math.random = () => 0.5;
  },
  'beacons that are swallowed': () => {
    navigator.sendBeacon = () => true;
  },
  'no beacons, no locks, no compression': () => {
    navigator.sendBeacon = undefined as never;
    Object.defineProperty(navigator, 'locks', { value: undefined });
    window.CompressionStream = undefined as never;
  },
  'compression that throws': () => {
    window.CompressionStream = class {
      constructor() {
        throw new TypeError('unsupported');
      }
    } as never;
  },
  'storage that keeps its values in other clothes': () => {
    const { getItem, setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      setItem.call(this, key, JSON.stringify({ value }));
    };
    Storage.prototype.getItem = function (key) {
      const kept = getItem.call(this, key);
      return kept === null ? null : JSON.parse(kept).value;
    };
  },
} satisfies Record<string, Prelude>;

/** Of pages whose elements are called like members of the document or the window. */
const elements = {
  'elements in the place of members': () => {
    const members =
      'title referrer visibilityState hidden prerendering cookie location addEventListener defaultView fetch ' +
      'navigator localStorage indexedDB crypto pugmark name origin performance CompressionStream onstorage';
    for (const name of members.split(' ')) {
      for (const tag of ['img', 'form', 'a']) {
        const element = document.createElement(tag);
        element.setAttribute('name', name);
        element.id = name;
        document.documentElement.append(element);
      }
    }
  },
} satisfies Record<string, Prelude>;

/** All that leaves a page able to keep what it tracks. */
export const preludes: Record<string, Prelude> = { ...oldLibraries, ...clocks, ...wrappers, ...elements };

/** Kinds that stand for nothing else when they come together: two of them would only hide each other. */
export const together: readonly string[] = [
  'Array.from of Prototype.js',
  'members that every array shows',
  'methods of arrays that are written by hand',
  'members that every object shows',
  'toJSON of arrays',
  'toJSON of texts, numbers and dates',
  'Object.keys of Prototype.js',
  'methods of texts that are missing or of their own',
  'Map and Set without iterators',
  'Promise of another decade',
  'Date.now with fractions',
  'fetch that wants to be called as a method',
  'listeners that are wrapped, and never found again',
  'random numbers that are always the same',
  'elements in the place of members',
];
