import type { LifecycleSignal } from '@pugmark/core';
import type { Launch, NativeApi } from './mini-api.js';

type Listener = (signal: LifecycleSignal) => void;

/** Follows app and network. Idempotent: platforms tell of a show or a hide twice, or of a first show. */
export interface AppState {
  /** For captures: they hear of a change before the engine, so that what they track is still sent with it. */
  watch(watcher: { show?(launch: Launch): void; hide?(): void; network?(networkType: string): void }): void;
  lifecycle(listener: Listener): () => void;
}

type AppEvents = Pick<NativeApi, 'onAppShow' | 'onAppHide' | 'onNetworkStatusChange'>;

/** @param onHidden Called between captures and engine. */
export function createAppState(native: AppEvents, onHidden: (isHidden: boolean) => void): AppState {
  const watchers: Parameters<AppState['watch']>[0][] = [];
  let listeners: Listener[] = [];
  let isHidden = false;
  let isOnline = true;
  const tell = (signal: LifecycleSignal) => {
    for (const listener of listeners) listener(signal);
  };

  native.onAppShow?.((launch) => {
    if (!isHidden) return;
    isHidden = false;
    onHidden(false);
    for (const { show } of watchers) show?.(launch || {});
    tell('visible');
  });
  native.onAppHide?.(() => {
    if (isHidden) return;
    isHidden = true;
    for (const { hide } of watchers) hide?.();
    onHidden(true);
    tell('hidden');
  });
  native.onNetworkStatusChange?.(({ isConnected, networkType }) => {
    for (const { network } of watchers) network?.(networkType.toLowerCase());
    if (isConnected === isOnline) return;
    isOnline = isConnected;
    tell(isOnline ? 'online' : 'offline');
  });

  return {
    watch: (watcher) => {
      watchers.push(watcher);
    },
    lifecycle(listener) {
      listeners = listeners.concat(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
  };
}
