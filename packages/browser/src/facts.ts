import type { DeviceFacts } from '@pugmark/core';

const SYSTEM = /(HarmonyOS|Android|iP\w+.*? OS|Windows|Mac OS X)[ /NT]*([\d._]*)/;

/** What the browser says of its device, without asking for anything that needs a grant. */
export function facts(): DeviceFacts {
  const { userAgent, connection } = navigator as Navigator & {
    connection?: { type?: string; effectiveType?: string };
  };
  const [, name, version] = SYSTEM.exec(userAgent) || [];
  const { type, effectiveType } = connection || {};
  return {
    deviceType: /iPad|Tablet|Android(?!.*Mobi)/.test(userAgent)
      ? 'tablet'
      : /Mobi/.test(userAgent)
        ? 'mobile'
        : 'desktop',
    ...(name && { osName: name.replace(/^iP.*/, 'iOS') }),
    ...(version && { osVersion: version.replace(/_/g, '.') }),
    ...(effectiveType && { network: type === 'wifi' ? type : effectiveType }),
  };
}
