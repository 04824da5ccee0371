import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModules } from './modules.js';
import { createRequests, type Network } from './network.js';
import { createPages, type LifecycleOrder, type Page } from './pages.js';
import type { Launch } from './platform.js';
import { PLATFORMS, type PlatformName } from './platforms/index.js';
import { createStorage } from './storage.js';
import { readTappable } from './templates.js';
import { createTimers } from './timers.js';
import { createTouch } from './touch.js';

export type { LifecycleOrder, Network, PlatformName };

export interface LaunchOptions {
  /** Default `weapp`. */
  platform?: PlatformName;
  /** The built output. */
  directory: string;
  /** Where this device keeps the app's storage; the same file is the same device. */
  storageFile: string;
  network?: Network;
  /** In which order pages hear of a change. Default `hide-first`. */
  order?: LifecycleOrder;
  /** Paths of the tab bar. Default: those of `app.json`. */
  tabs?: string[];
  /** What fits in all, in bytes. Default: the platform's quota. */
  storageBytes?: number;
  /** When asynchronous storage calls land, in ms. Default: in the next task. */
  storageDelay?: number;
  path?: string;
  query?: Record<string, string>;
  scene?: number;
  referrerInfo?: { appId?: string };
  /** Runs before the app, with the app's globals: another SDK, for example. */
  before?(globals: Record<string, unknown>): void;
  /** Runs after `app.js`, before the pages' files: an SDK that the app starts late. */
  afterApp?(globals: Record<string, unknown>): void;
}

/** A running mini-program and its user. */
export interface MiniApp {
  page(): Page | undefined;
  /** Texts on the page. */
  texts(): string[];
  /** Resolves as soon as it holds; looked at after every change of a page and every request. */
  until(condition: () => boolean): Promise<void>;
  /** Taps the element with this id, once it is there; the tap reaches those around it as well. */
  tap(id: string): Promise<void>;
  input(id: string, value: string): Promise<void>;
  share(): unknown;
  back(): void;
  hide(): void;
  /** In the background for long: what is under way fails, timers stand still. */
  freeze(): void;
  show(options?: Partial<Pick<LaunchOptions, 'path' | 'scene' | 'query' | 'referrerInfo'>>): void;
  /** Goes to a page of the tab bar. */
  switchTab(path: string): void;
  /** A script of the app has thrown. */
  fail(error: Error): void;
  /** A promise was rejected, and nobody has handled it. */
  reject(reason: unknown): void;
  setOnline(isOnline: boolean): void;
  /** Ends the app's script. Storage calls that it made are carried out: the platform has taken them over. */
  kill(): void;
  /** Requests that have begun and not ended. */
  requests(): number;
  /** `largest`: the largest value that was stored, in bytes as the platform counts. */
  storage: { syncReads: number; writes: number; largest: number };
  warnings: string[];
  /** What the app threw. */
  errors: unknown[];
  globals: Record<string, unknown>;
}

/** Starts a built mini-program. */
export function launchMiniApp(options: LaunchOptions): MiniApp {
  const platform = PLATFORMS[options.platform ?? 'weapp'];
  const network = options.network ?? { isOnline: true };
  const state = { isAlive: true, isFrozen: false };
  const warnings: string[] = [];
  const errors: unknown[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  const guard = (action: () => void) => {
    if (!state.isAlive) return;
    try {
      action();
    } catch (error) {
      errors.push(error);
    }
  };

  const timers = createTimers((error) => errors.push(error));
  const order = options.order ?? 'hide-first';
  const allBytes = options.storageBytes ?? platform.quota.allBytes;
  const storage = createStorage(
    options.storageFile,
    { ...platform.quota, allBytes },
    () => state.isAlive,
    options.storageDelay,
  );
  const requests = createRequests(network, state, guard, changed);
  const listeners: Record<string, ((detail: unknown) => void)[]> = {};
  const subscribe = (name: string) => (listener: (detail: unknown) => void) => {
    listeners[name] = [...(listeners[name] ?? []), listener];
  };
  const tell = (name: string, detail?: unknown) => {
    for (const listener of listeners[name] ?? []) guard(() => listener(detail));
  };

  const configuration = readConfiguration(options.directory);
  let loadingPage = '';
  const pages = createPages({
    opening: platform.opening,
    order,
    tabs: options.tabs ?? configuration.tabBar?.list.map(({ pagePath }) => pagePath) ?? [],
    load(path) {
      loadingPage = path;
      load(join(options.directory, `${path}.js`));
    },
    onChange: changed,
    guard,
  });
  const launch: Launch = {
    path: options.path ?? configuration.pages[0] ?? '',
    query: options.query ?? {},
    scene: options.scene ?? 1001,
    referrerInfo: options.referrerInfo ?? {},
  };

  let app: Record<string, unknown> = {};
  const api = {
    ...pages.api,
    canIUse: () => true,
    nextTick: (callback: () => void) => timers.api.setTimeout(callback, 0),
    showToast: () => {},
    ...platform.api({
      storage,
      requests,
      subscribe,
      later: (action) => setImmediate(() => guard(action)),
      launch: () => platform.launch(launch),
    }),
  };
  const globals: Record<string, unknown> = {
    [platform.global]: api,
    ...platform.extras?.(),
    ...timers.api,
    console: {
      log() {},
      info() {},
      debug() {},
      warn: (...parts: unknown[]) => warnings.push(parts.join(' ')),
      error: (...parts: unknown[]) => errors.push(parts),
    },
    App: (definition: Record<string, unknown>) => {
      app = definition;
    },
    Page: (definition: Record<string, unknown>) => pages.definitions.set(loadingPage, definition),
    Component: () => {},
    Behavior: () => {},
    getApp: () => app,
    getCurrentPages: () => [...pages.stack],
  };
  const load = createModules(globals);
  const callApp = (name: string, ...args: unknown[]) =>
    guard(() => {
      const handler = app[name];
      if (typeof handler === 'function') handler.apply(app, args);
    });

  options.before?.(globals);
  guard(() => {
    load(join(options.directory, 'app.js'));
    options.afterApp?.(globals);
    for (const page of configuration.pages) {
      loadingPage = page;
      load(join(options.directory, `${page}.js`));
    }
  });
  callApp('onLaunch', platform.launch(launch));
  tell('show', platform.launch(launch));
  callApp('onShow', platform.launch(launch));
  guard(() => pages.open(`${launch.path}?${new URLSearchParams(launch.query)}`));

  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!condition()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  return {
    page: pages.top,
    ...createTouch(pages, platform, readTappable(options.directory), until, guard),
    until,
    back: () => pages.api.navigateBack?.({}),
    switchTab: (path) => pages.api.switchTab?.({ url: `/${path}` }),
    fail: (error) => tell('error', platform.error(error)),
    reject: (reason) => tell('rejection', { reason }),
    hide() {
      const page = () => guard(() => pages.call(pages.top(), 'onHide'));
      if (order !== 'show-first') page();
      tell('hide');
      callApp('onHide');
      if (order === 'show-first') page();
    },
    freeze() {
      state.isFrozen = true;
      timers.freeze();
      requests.interrupt();
    },
    show(more = {}) {
      state.isFrozen = false;
      timers.thaw();
      const enter = platform.launch({ ...launch, ...more });
      const page = () => guard(() => pages.call(pages.top(), 'onShow'));
      if (order === 'show-first') page();
      tell('show', enter);
      callApp('onShow', enter);
      if (order !== 'show-first') page();
    },
    setOnline(isOnline) {
      network.isOnline = isOnline;
      tell('network', platform.network(isOnline));
    },
    kill() {
      state.isAlive = false;
      storage.settle();
      timers.clear();
      requests.interrupt();
    },
    requests: requests.underWay,
    storage: storage.counts,
    warnings,
    errors,
    globals,
  };
}

interface Configuration {
  pages: string[];
  tabBar?: { list: { pagePath: string }[] };
}

function readConfiguration(directory: string): Configuration {
  const found = JSON.parse(readFileSync(join(directory, 'app.json'), 'utf8'));
  // Pages of subpackages are loaded when they are opened.
  return found;
}
