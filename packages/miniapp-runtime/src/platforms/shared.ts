import { type Answer, type Failure, parse } from '../network.js';
import type { Machinery } from '../platform.js';
import type { Storage } from '../storage.js';

interface RequestOptions {
  url: string;
  method?: string;
  data?: string;
  header?: Record<string, string>;
  timeout?: number;
  dataType?: string;
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

/** `request` as WeChat, Douyin and Baidu have it: every status is a success. */
export const createRequest =
  ({ requests }: Machinery, describe: (failure: Failure) => object) =>
  ({ url, method, data, header, timeout, dataType, success, fail, complete }: RequestOptions) =>
    requests.send(
      { url, method, body: data, headers: header, timeout },
      ({ status, headers, text }: Answer) => {
        success?.({ statusCode: status, header: headers, data: parse(text, dataType) });
        complete?.();
      },
      (failure) => {
        fail?.(describe(failure));
        complete?.();
      },
    );

interface Callbacks {
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

/**
 * Storage as WeChat, Douyin and Baidu have it: synchronous calls take the key by position.
 *
 * @param missing What an asynchronous read of a key that is not there answers; absent: it fails.
 */
export function createStorageApi(
  storage: Storage,
  describe: (name: string, error: Error) => object,
  missing?: unknown,
) {
  const later = <T extends object>(name: string, action: () => T, callbacks: Callbacks) =>
    storage.later(action, callbacks, (error) => describe(name, error));
  const ok = { errMsg: 'ok' };
  return {
    getStorageSync(key: string) {
      storage.counts.syncReads++;
      return storage.now(() => storage.read(key) ?? '');
    },
    setStorageSync: (key: string, data: unknown) => storage.now(() => storage.write(key, data)),
    removeStorageSync: (key: string) => storage.now(() => storage.remove(key)),
    getStorageInfoSync: () => storage.now(() => ({ keys: storage.keys() })),
    getStorage: ({ key, ...callbacks }: { key: string } & Callbacks) =>
      later(
        'getStorage',
        () => {
          const data = storage.read(key) ?? missing;
          if (data === undefined) throw new Error('data not found');
          return { data, ...ok };
        },
        callbacks,
      ),
    setStorage: ({ key, data, ...callbacks }: { key: string; data: unknown } & Callbacks) =>
      later(
        'setStorage',
        () => {
          storage.write(key, data);
          return ok;
        },
        callbacks,
      ),
    removeStorage: ({ key, ...callbacks }: { key: string } & Callbacks) =>
      later(
        'removeStorage',
        () => {
          storage.remove(key);
          return ok;
        },
        callbacks,
      ),
    getStorageInfo: (callbacks: Callbacks) =>
      later('getStorageInfo', () => ({ keys: storage.keys(), ...ok }), callbacks),
  };
}

/** Events of the app, named alike on all platforms. */
export const createAppEvents = ({ subscribe }: Machinery) => ({
  onAppShow: subscribe('show'),
  onAppHide: subscribe('hide'),
  onError: subscribe('error'),
  onUnhandledRejection: subscribe('rejection'),
  onNetworkStatusChange: subscribe('network'),
});
