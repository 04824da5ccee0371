import type { Failure } from '../network.js';
import type { Platform } from '../platform.js';
import { createAppEvents, createRequest, createStorageApi } from './shared.js';

const FAILURES: Record<Failure, [errCode: number, message: string]> = {
  background: [1, 'interrupted'],
  domain: [1, 'url not in domain list'],
  offline: [1, 'network is unavailable'],
  busy: [1, 'exceed max task count'],
  connection: [1, 'connection reset'],
  timeout: [1, 'timeout'],
  aborted: [1, 'abort'],
};

/** Baidu: `swan`. Pages begin with `onInit`; synchronous calls answer an Error instead of throwing it. */
export const swan: Platform = {
  global: 'swan',
  quota: { keyBytes: 1_048_576, allBytes: 10 * 1_048_576 },
  opening: ['onInit', 'onLoad'],
  launch: ({ scene, ...launch }) => ({ ...launch, scene: `${scene}` }),
  network: (isOnline) => ({ isConnected: isOnline, networkType: isOnline ? 'wifi' : 'none' }),
  error: ({ name, message, stack }) => `${name}: ${message}\n${stack}`,
  share: { from: 'menu' },
  api(machinery) {
    const { setStorageSync, ...storage } = createStorageApi(
      machinery.storage,
      (name, { message }) => ({ errCode: 1001, errMsg: `${name}:fail ${message}` }),
      '',
    );
    return {
      ...storage,
      setStorageSync(key: string, data: unknown) {
        try {
          return setStorageSync(key, data);
        } catch (error) {
          return error;
        }
      },
      ...createAppEvents(machinery),
      request: createRequest(machinery, (failure) => {
        const [errCode, message] = FAILURES[failure];
        return { errCode, errMsg: `request:fail ${message}` };
      }),
      getLaunchOptionsSync: machinery.launch,
      getSystemInfoSync: () => ({
        platform: 'android',
        system: 'Android 14',
        SDKVersion: '3.480.0',
        windowWidth: 375,
        windowHeight: 667,
        pixelRatio: 2,
      }),
      getEnvInfoSync: () => ({ appKey: 'swan1', sdkVersion: '3.480.0', env: 'production' }),
      getNetworkType: ({ success }: { success(status: object): void }) =>
        machinery.later(() => success({ networkType: 'wifi' })),
    };
  },
};
