import type { Failure } from '../network.js';
import type { Platform } from '../platform.js';
import { createAppEvents, createRequest, createStorageApi } from './shared.js';

const FAILURES: Record<Failure, string> = {
  background: 'app in background',
  domain: 'url not in domain list',
  offline: 'network is unavailable',
  busy: 'exceed max task count',
  connection: 'connection reset',
  timeout: 'timeout',
  aborted: 'abort',
};

/** Douyin: `tt`. The scene is a text, and the version comes with the environment. */
export const tt: Platform = {
  global: 'tt',
  quota: { keyBytes: 1_048_576, allBytes: 10 * 1_048_576 },
  opening: ['onLoad'],
  launch: ({ scene, ...launch }) => ({ ...launch, scene: `${scene}` }),
  network: (isOnline) => ({ isConnected: isOnline, networkType: isOnline ? 'wifi' : 'none' }),
  error: ({ message, stack }) => ({ message, stack }),
  share: {},
  api: (machinery) => ({
    ...createStorageApi(
      machinery.storage,
      (name, { message }) => ({ errMsg: `${name}:fail ${message}`, errNo: 10502 }),
      '',
    ),
    ...createAppEvents(machinery),
    request: createRequest(machinery, (failure) => ({ errMsg: `request:fail ${FAILURES[failure]}` })),
    getLaunchOptionsSync: machinery.launch,
    getSystemInfoSync: () => ({
      platform: 'android',
      system: 'Android 14',
      SDKVersion: '3.40.0',
      appName: 'Douyin',
      windowWidth: 375,
      windowHeight: 667,
      pixelRatio: 2,
    }),
    getEnvInfoSync: () => ({ microapp: { mpVersion: '1.2.3', envType: 'production', appId: 'tt1' } }),
    getNetworkType: ({ success }: { success(status: object): void }) =>
      machinery.later(() => success({ networkType: 'wifi' })),
  }),
};
