import type { Platform } from '@pugmark/core';

/** Where a tracker keeps what waits. */
export interface Storage extends Pick<Platform, 'settings' | 'store' | 'own'> {
  /** Whether what waits now outlives the process. */
  isKept(): boolean;
  /** Tells when another process has left something behind; returns a function that stops it. */
  watch(onLeft: () => void): () => void;
  /** After the tracker has left its streams: leaves nothing behind but what waits. */
  close(): Promise<void>;
}
