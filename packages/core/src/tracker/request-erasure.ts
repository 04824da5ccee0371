import { writeJson } from '../encoding/json.js';
import { toId } from '../event/ids.js';
import type { ResolvedOptions } from '../options/options.js';
import type { Platform, SendAnswer } from '../platform.js';
import { NativePromise } from '../timing/native-promise.js';

/** Holds the device that asked to be erased until the collector has answered. */
export const ERASURE_KEY = 'erasure';

/** Behind `apiUrl`. */
const PATH = '/tracking/erasure';
/** ms. */
const DEADLINE = 10_000;

/**
 * Asks the collector to erase what a device has sent, with its random id as the proof. What was asked for and not
 * answered is asked again, by the next page too.
 *
 * @param deviceId Default: the one that was asked for before.
 * @returns Whether it is erased, or there was nothing to erase.
 */
export function requestErasure(
  { settings, send }: Pick<Platform, 'settings' | 'send'>,
  { apiUrl, writeKey }: Pick<ResolvedOptions, 'apiUrl' | 'writeKey'>,
  deviceId: string | undefined = toId(settings.get(ERASURE_KEY)),
): Promise<boolean> {
  if (!deviceId) return NativePromise.resolve(true);
  settings.set(ERASURE_KEY, deviceId);
  const body = writeJson({ deviceId, key: writeKey || undefined });
  const request = {
    url: apiUrl + PATH,
    body,
    bytes: body.length,
    deadline: DEADLINE,
    compress: false,
  };
  // What throws at once rejects.
  return new NativePromise<SendAnswer>((resolve) => resolve(send(request))).then(({ status }) => {
    const isDone = status === 200;
    if (isDone) settings.remove(ERASURE_KEY);
    return isDone;
  });
}
