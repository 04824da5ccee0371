import type { Failure } from '../network.js';
import type { Platform } from '../platform.js';
import { createAppEvents, createRequest, createStorageApi } from './shared.js';

const FAILURES: Record<Failure, [message: string, errno?: number]> = {
  background: ['interrupted'],
  domain: ['url not in domain list', 600002],
  offline: ['net::ERR_INTERNET_DISCONNECTED', 600001],
  busy: ['exceed max task count'],
  connection: ['net::ERR_CONNECTION_RESET'],
  timeout: ['timeout'],
  aborted: ['abort'],
};

/** WeChat: `wx`. */
export const weapp: Platform = {
  global: 'wx',
  quota: { keyBytes: 1_048_576, allBytes: 10 * 1_048_576 },
  opening: ['onLoad'],
  launch: (launch) => launch,
  network: (isOnline) => ({ isConnected: isOnline, networkType: isOnline ? 'wifi' : 'none' }),
  // The stack comes within the text, behind a line that is always the same.
  error: ({ message, stack }) => `MiniProgramError\n${message}\n${stack}`,
  share: { from: 'menu' },
  api: (machinery) => ({
    ...createStorageApi(machinery.storage, (name, { message }) => ({ errMsg: `${name}:fail ${message}` })),
    ...createAppEvents(machinery),
    request: createRequest(machinery, (failure) => {
      const [message, errno] = FAILURES[failure];
      return { errMsg: `request:fail ${message}`, errno };
    }),
    getLaunchOptionsSync: machinery.launch,
    getEnterOptionsSync: machinery.launch,
    getDeviceInfo: () => ({ platform: 'android', system: 'Android 14', brand: 'test', model: 'test' }),
    getAppBaseInfo: () => ({ SDKVersion: '3.7.0', language: 'zh_CN' }),
    getWindowInfo: () => ({ windowWidth: 375, windowHeight: 667, pixelRatio: 2 }),
    getSystemInfoSync: () => ({ platform: 'android', system: 'Android 14', SDKVersion: '3.7.0' }),
    getAccountInfoSync: () => ({ miniProgram: { version: '1.2.3' } }),
    getNetworkType: ({ success }: { success(status: object): void }) =>
      machinery.later(() => success({ networkType: 'wifi' })),
  }),
};
