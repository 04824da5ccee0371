import type { createRequests } from './network.js';
import type { Quota, Storage } from './storage.js';

/** How the app was opened, before a platform gives it its shape. */
export interface Launch {
  path: string;
  query: Record<string, string>;
  scene: number;
  referrerInfo: { appId?: string };
}

/** What the shared machinery offers a platform to build its API from. */
export interface Machinery {
  storage: Storage;
  requests: ReturnType<typeof createRequests>;
  /** Adds a listener of `show`, `hide`, `error`, `rejection` or `network`. */
  subscribe(name: string): (listener: (detail: unknown) => void) => void;
  /** Answers as asynchronously as a platform does. */
  later(action: () => void): void;
  /** In the shape that this platform tells it. */
  launch(): unknown;
}

/** What differs from platform to platform. */
export interface Platform {
  /** The global that holds the API. */
  global: string;
  /** Globals beside it that the platform has and the others lack. */
  extras?(): Record<string, unknown>;
  quota: Quota;
  /** Handlers of a page that is opened, in the order in which they are called before `onShow`. */
  opening: string[];
  launch(launch: Launch): object;
  /** The network as `onNetworkStatusChange` tells it. */
  network(isOnline: boolean): object;
  /** A script error as `onError` tells it. */
  error(error: Error): unknown;
  /** What `onShareAppMessage` is given when the user shares from the menu. */
  share: object;
  /** Adds to the target of a tap or an input. */
  target?(sid: string | undefined): object;
  api(machinery: Machinery): Record<string, unknown>;
}
