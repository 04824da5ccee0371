import type { DeviceFacts } from '@pugmark/core';

/** The first that matches names the system; its group, where it has one, is the version. */
const SYSTEMS: [name: string, pattern: RegExp][] = [
  ['HarmonyOS', /(?:HarmonyOS|OpenHarmony)[ /]?([\d.]*)/],
  ['Android', /Android ([\d.]*)/],
  ['iOS', /(?:iPhone|iPad|iPod).*? OS ([\d_]+)/],
  ['Windows', /Windows NT ([\d.]+)/],
  ['macOS', /Mac OS X ([\d_.]+)/],
  ['Linux', /Linux/],
];

/** What the browser says of its device, without asking for anything that needs a grant. */
export function facts(): DeviceFacts {
  const { userAgent, connection } = navigator as Navigator & {
    connection?: { type?: string; effectiveType?: string };
  };
  const found: DeviceFacts = {
    deviceType: /iPad|Tablet|Android(?!.*Mobile)/.test(userAgent)
      ? 'tablet'
      : /Mobi|iPhone|Android/.test(userAgent)
        ? 'mobile'
        : 'desktop',
  };
  for (const [osName, pattern] of SYSTEMS) {
    const match = pattern.exec(userAgent);
    if (!match) continue;
    found.osName = osName;
    if (match[1]) found.osVersion = match[1].replace(/_/g, '.');
    break;
  }
  const network = /wifi|ethernet/.test(connection?.type || '') ? connection?.type : connection?.effectiveType;
  if (network) found.network = network;
  return found;
}
