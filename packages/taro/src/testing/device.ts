import type { MiniApi } from '../mini-api.js';

/** A device's storage with a platform's quotas, and a record of what was asked of it. */
export interface Device {
  api: MiniApi;
  values: Map<string, string>;
  /** Every later access throws. */
  block(): void;
  /** From now on so many bytes fit in all. */
  fill(bytes: number): void;
  syncReads: number;
  writes: number;
  /** Largest value that was ever stored, in bytes as the platform counts. */
  largest: number;
}

/**
 * @param keyBytes What one key holds: 1 MB on WeChat, 200 KB on Alipay.
 * @param wrap What the platform makes of a value before it measures it: Alipay wraps it into JSON.
 * @param refuse What a synchronous write does that is refused: it throws, or answers so.
 */
export function createDevice(
  keyBytes = 1_048_576,
  allBytes = 10 * 1_048_576,
  wrap = (value: string) => value,
  refuse = (error: unknown): unknown => {
    throw error;
  },
): Device {
  const values = new Map<string, string>();
  let isBlocked = false;
  let room = allBytes;
  const size = (value: string) => new TextEncoder().encode(wrap(value)).length;
  const use = () => {
    if (isBlocked) throw new Error('storage is blocked');
  };
  const put = (key: string, value: string) => {
    use();
    device.writes++;
    const bytes = size(value);
    let all = bytes;
    for (const [name, other] of values) if (name !== key) all += size(other);
    if (bytes > keyBytes || all > room) throw new Error('setStorage:fail exceed max size');
    device.largest = Math.max(device.largest, bytes);
    values.set(key, value);
  };
  const device: Device = {
    values,
    syncReads: 0,
    writes: 0,
    largest: 0,
    block() {
      isBlocked = true;
    },
    fill(bytes) {
      room = bytes;
    },
    api: {
      getStorageSync(key) {
        use();
        device.syncReads++;
        return values.get(key) ?? '';
      },
      setStorageSync(key, data) {
        try {
          return put(key, data);
        } catch (error) {
          return refuse(error);
        }
      },
      removeStorageSync(key) {
        use();
        values.delete(key);
      },
      async getStorage({ key }) {
        use();
        if (!values.has(key)) throw new Error('getStorage:fail data not found');
        return { data: values.get(key) };
      },
      setStorage: async ({ key, data }) => put(key, data),
      async removeStorage({ key }) {
        use();
        values.delete(key);
      },
      async getStorageInfo() {
        use();
        return { keys: [...values.keys()] };
      },
    },
  };
  return device;
}
