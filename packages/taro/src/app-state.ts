import type { LifecycleSignal } from '@pugmark/core';
import type { Launch, NativeApi } from './mini-api.js';

interface Watcher {
  show?(entry: Launch): void;
  hide?(): void;
  network?(networkType: string): void;
}

type Listener = (signal: LifecycleSignal) => void;

/** Follows app and network. Idempotent: platforms tell of a show or a hide twice, or of a first show. */
export interface AppState {
  /** How the app was opened, the latest time that it was. */
  entry(): Launch;
  /** In lower case; `undefined` where it is not known. */
  networkType(): string | undefined;
  /**
   * For captures: they hear of a change before the engine, so that what they track is still sent with it. Who hears of a
   * hide first hears of a show last: a page is left before the app is, and entered after it. Returns a function that
   * stops it.
   */
  watch(watcher: Watcher): () => void;
  lifecycle(listener: Listener): () => void;
}

type AppEvents = Pick<
  NativeApi,
  'onAppShow' | 'onAppHide' | 'onNetworkStatusChange' | 'getNetworkType' | 'getEnterOptionsSync'
>;

interface AppParts {
  native: AppEvents;
  launch: Launch;
  /** Called between captures and engine. */
  onHidden?(isHidden: boolean): void;
}

export function createAppState({ native, launch, onHidden }: AppParts): AppState {
  let watchers: Watcher[] = [];
  let listeners: Listener[] = [];
  let entry = launch;
  let networkType: string | undefined;
  let isHidden = false;
  let isOnline = true;
  const tell = (signal: LifecycleSignal) => {
    for (const listener of listeners) listener(signal);
  };
  /** Before anybody tracks the change: the event that tells of it carries the new type too. */
  const setNetwork = (type: unknown) => {
    // Alipay tells it in capitals.
    const name = `${type || ''}`.toLowerCase();
    networkType = name === 'unknown' ? undefined : name || undefined;
    tell('changed');
  };

  const askNetwork = () => {
    try {
      native.getNetworkType?.({ success: ({ networkType: type }) => setNetwork(type) });
    } catch {
      // Not known, then.
    }
  };

  askNetwork();
  native.onAppShow?.((options) => {
    if (!isHidden) {
      // Opened anew by a link while it was in front: some platforms tell of no hide before it.
      if (!options?.path) return;
      entry = options;
      return tell('changed');
    }
    isHidden = false;
    entry = options || readEntry(native);
    onHidden?.(false);
    tell('changed');
    // In the background nobody is told of another network.
    askNetwork();
    for (let index = watchers.length - 1; index >= 0; index--) watchers[index]?.show?.(entry);
    tell('visible');
  });
  native.onAppHide?.(() => {
    if (isHidden) return;
    isHidden = true;
    for (const { hide } of watchers) hide?.();
    onHidden?.(true);
    tell('hidden');
  });
  native.onNetworkStatusChange?.(({ isConnected, networkType: type }) => {
    setNetwork(type);
    for (const { network } of watchers) network?.(`${type}`.toLowerCase());
    if (isConnected === isOnline) return;
    isOnline = isConnected;
    tell(isOnline ? 'online' : 'offline');
  });

  return {
    entry: () => entry,
    networkType: () => networkType,
    watch(watcher) {
      watchers = watchers.concat(watcher);
      return () => {
        watchers = watchers.filter((other) => other !== watcher);
      };
    },
    lifecycle(listener) {
      listeners = listeners.concat(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
  };
}

/** An old base library tells of a show without saying how it came. */
function readEntry({ getEnterOptionsSync }: AppEvents): Launch {
  try {
    return getEnterOptionsSync?.() || {};
  } catch {
    return {};
  }
}
