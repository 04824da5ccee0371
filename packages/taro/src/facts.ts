import type { DeviceFacts } from '@pugmark/core';
import type { NativeApi } from './mini-api.js';

/** Reads the device once and follows the network. `getSystemInfoSync` only where the modern call is missing. */
export function createFacts(native: NativeApi): { facts(): DeviceFacts; setNetwork(network: string): void } {
  let network: string | undefined;
  let device: DeviceFacts | undefined;
  const setNetwork = (type: string) => {
    // Alipay tells it in capitals.
    network = /^unknown$/i.test(type) ? undefined : type.toLowerCase();
  };
  try {
    native.getNetworkType?.({ success: ({ networkType }) => setNetwork(networkType) });
  } catch {
    // Not known, then.
  }
  return {
    facts() {
      device = device || readDevice(native);
      return network ? { ...device, network } : device;
    },
    setNetwork,
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
