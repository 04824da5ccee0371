import { type Failure, parse } from '../network.js';
import type { Machinery, Platform } from '../platform.js';
import { createAppEvents } from './shared.js';

const FAILURES: Record<Failure, [error: number, errorMessage: string]> = {
  background: [12, '网络出错'],
  domain: [11, '无权跨域'],
  offline: [12, '网络出错'],
  busy: [20, '请求已被停止'],
  connection: [12, '网络出错'],
  timeout: [13, '超时'],
  aborted: [9, '请求被取消'],
};

interface Callbacks {
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

interface RequestOptions extends Callbacks {
  url: string;
  method?: string;
  data?: string;
  headers?: Record<string, string>;
  timeout?: number;
  dataType?: string;
}

/** Alipay: `my`. Nearly every call takes one object, nothing throws, and a status like 500 is a failure. */
export const alipay: Platform = {
  global: 'my',
  // Taro's code for Alipay counts on it.
  extras: () => ({ navigator: { swuserAgent: 'AlipayClient/10.5.80' } }),
  // A value is kept as the JSON of an object that holds it.
  quota: { keyBytes: 200 * 1024, allBytes: 10 * 1_048_576, text: (data) => JSON.stringify({ data }) },
  opening: ['onLoad'],
  launch: ({ path, query, scene, referrerInfo }) => ({
    path,
    scene,
    query: Object.keys(query).length > 0 ? query : undefined,
    referrerInfo: referrerInfo.appId ? referrerInfo : undefined,
  }),
  network: (isOnline) => ({ isConnected: isOnline, networkType: isOnline ? 'WIFI' : 'NOTREACHABLE' }),
  error: ({ message }) => message,
  share: { from: 'menu' },
  target: (sid) => ({ targetDataset: { sid } }),
  api: (machinery) => ({
    ...createStorageApi(machinery),
    ...createAppEvents(machinery),
    request: createRequest(machinery),
    getLaunchOptionsSync: machinery.launch,
    getEnterOptionsSync: machinery.launch,
    // The version alone, beside the platform.
    getSystemInfoSync: () => ({
      platform: 'Android',
      system: '14',
      version: '10.5.80',
      windowWidth: 375,
      windowHeight: 667,
      pixelRatio: 2,
    }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'my1', envVersion: 'release', version: '1.2.3' } }),
    getNetworkType: ({ success }: { success(status: object): void }) =>
      machinery.later(() => success({ networkAvailable: true, networkType: 'WIFI' })),
  }),
};

const createRequest =
  ({ requests }: Machinery) =>
  ({ url, method, data, headers, timeout, dataType, success, fail, complete }: RequestOptions) =>
    requests.send(
      { url, method, body: data, headers, timeout },
      ({ status, headers, text }) => {
        const answer = { status, headers, data: parse(text, dataType) };
        if (status < 400) success?.(answer);
        else fail?.({ ...answer, error: 19, errorMessage: 'http status error' });
        complete?.();
      },
      (failure) => {
        const [error, errorMessage] = FAILURES[failure];
        fail?.({ error, errorMessage });
        complete?.();
      },
    );

function createStorageApi({ storage }: Machinery) {
  const describe = ({ message }: Error) => ({ error: 14, errorMessage: message });
  const now = (action: () => void) => {
    try {
      storage.now(action);
      return { success: true };
    } catch (error) {
      return { success: false, ...describe(error as Error) };
    }
  };
  return {
    getStorageSync({ key }: { key: string }) {
      storage.counts.syncReads++;
      return { success: true, data: storage.now(() => storage.read(key) ?? null) };
    },
    setStorageSync: ({ key, data }: { key: string; data: unknown }) => now(() => storage.write(key, data)),
    removeStorageSync: ({ key }: { key: string }) => now(() => storage.remove(key)),
    getStorageInfoSync: () => storage.now(() => ({ keys: storage.keys(), success: true })),
    getStorage: ({ key, ...callbacks }: { key: string } & Callbacks) =>
      storage.later(() => ({ data: storage.read(key) ?? null }), callbacks, describe),
    setStorage: ({ key, data, ...callbacks }: { key: string; data: unknown } & Callbacks) =>
      storage.later(
        () => {
          storage.write(key, data);
          return {};
        },
        callbacks,
        describe,
      ),
    removeStorage: ({ key, ...callbacks }: { key: string } & Callbacks) =>
      storage.later(
        () => {
          storage.remove(key);
          return { success: true };
        },
        callbacks,
        describe,
      ),
    getStorageInfo: (callbacks: Callbacks) =>
      storage.later(() => ({ keys: storage.keys() }), callbacks, describe),
  };
}
