import type { DeviceFacts } from '@pugmark/core';
import Bowser from 'bowser';
import { isRobot } from './robot.ts';

/** What a User-Agent tells of a device; browsers leave these facts to the collector, to send less. */
export type Device = Pick<DeviceFacts, 'deviceType' | 'osName' | 'osVersion'>;

/** What a User-Agent tells: the device, and whether it is a robot's. */
export interface Agent {
  device: Device;
  isRobot: boolean;
}

export type DeviceReader = (userAgent: string | undefined) => Agent;

const UNKNOWN: Agent = { device: {}, isRobot: false };

const TYPES = new Set(['mobile', 'tablet', 'desktop']);
/** Longer ones are no browser's, and parsing costs by length. */
const MAX_LENGTH = 1024;

/** Reads User-Agents and remembers the latest, since the same few come again and again. */
export function createDeviceReader(maxRemembered = 1000): DeviceReader {
  const remembered = new Map<string, Agent>();
  return (userAgent) => {
    if (!userAgent || userAgent.length > MAX_LENGTH) return UNKNOWN;
    const agent = remembered.get(userAgent) ?? {
      device: parse(userAgent),
      isRobot: isRobot(userAgent),
    };
    // Set anew, so that the one that was not seen for longest is forgotten first.
    remembered.delete(userAgent);
    remembered.set(userAgent, agent);
    if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value as string);
    return agent;
  };
}

function parse(userAgent: string): Device {
  const { os, platform } = Bowser.parse(userAgent);
  const type = harmonyType(userAgent) ?? platform.type;
  const device: Device = type !== undefined && TYPES.has(type) ? { deviceType: type } : {};
  const { name, version } = harmonySystem(userAgent) ?? {
    name: os.name,
    // Windows calls its kernel "NT 10.0"; people know it as 10.
    version: os.name === 'Windows' ? os.versionName : os.version,
  };
  if (name) device.osName = name;
  if (version && !isReduced(userAgent)) device.osVersion = version;
  return device;
}

/** HarmonyOS up to 4 also claims to be Android, with Android's version: `(Linux; Android 10; HarmonyOS; …)`. */
function harmonySystem(userAgent: string): { name: string; version: string | undefined } | undefined {
  const match = /(?:HarmonyOS|OpenHarmony)(?:[ /]([0-9]+(?:\.[0-9]+)*))?/i.exec(userAgent);
  return match ? { name: 'HarmonyOS', version: match[1] } : undefined;
}

/** From 5 on it names the kind of device first: `(Phone; OpenHarmony 5.0)`. */
function harmonyType(userAgent: string): string | undefined {
  const kind = /\((Phone|Tablet|PC|2in1); *(?:Open)?Harmony/i.exec(userAgent)?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  return kind === 'phone' ? 'mobile' : kind === 'tablet' ? 'tablet' : 'desktop';
}

/** Chrome gives every Android the same words (`Android 10; K`), so that the version says nothing. */
function isReduced(userAgent: string): boolean {
  return userAgent.includes('Android 10; K)');
}
