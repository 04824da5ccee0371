import type { DeviceFacts } from '@pugmark/core';
import type { NativeApi } from './mini-api.js';

/** Reads the device once. `getSystemInfoSync` only where the modern call is missing. */
export function createFacts(native: NativeApi, networkType: () => string | undefined): () => DeviceFacts {
  let device: DeviceFacts | undefined;
  return () => {
    device = device || readDevice(native);
    const network = networkType();
    return network ? { ...device, network } : device;
  };
}

function readDevice(native: NativeApi): DeviceFacts {
  try {
    const { platform = '', system = '' } = (native.getDeviceInfo || native.getSystemInfoSync)?.() || {};
    // "iOS 17.5", or "17.5" beside the platform "iOS".
    const [, name = platform, version] = /^(\D*?) ?(\d[\w.]*)?$/.exec(system) || [];
    const facts: DeviceFacts = {
      deviceType: /^(windows|mac|ohos_pc)/i.test(platform) ? 'desktop' : 'mobile',
    };
    if (name || platform) facts.osName = name || platform;
    if (version) facts.osVersion = version;
    return facts;
  } catch {
    return {};
  }
}

/** The version that was published on the platform; empty in development. */
export function publishedVersion({ getAccountInfoSync, getEnvInfoSync }: NativeApi): string {
  try {
    return getAccountInfoSync?.().miniProgram?.version || getEnvInfoSync?.().microapp?.mpVersion || '';
  } catch {
    return '';
  }
}
