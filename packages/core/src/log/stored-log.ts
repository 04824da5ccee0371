import type { Platform } from '../platform.js';
import { createAdoption } from './adoption.js';
import { createEventLog } from './event-log.js';
import { createGuardedStore } from './guarded-store.js';
import type { LogOpener } from './open-log.js';
import { createSpill } from './spill.js';
import { createStoreWriter } from './store-writer.js';
import { createStreams } from './streams.js';
import { createTextLoader, releaseTexts } from './texts.js';

/** The log over a store that answers later, may fail or hang, and may be shared with other tabs or processes. */
export const createStoredLog = (platform: Pick<Platform, 'store' | 'own'>): LogOpener => ({
  open_(parts) {
    const { clock, inFlight_, maxMemoryBytes } = parts;
    const { own } = platform;
    const streams_ = createStreams({ own, clock }, parts.uuid_);
    const common = {
      ...parts,
      streams_,
      spill_: createSpill(parts.settings, parts.queue),
      store_: createGuardedStore(parts.store || platform.store, clock, parts.onTrouble_),
    };
    const log = createEventLog({
      ...common,
      openWriter_: (seal_, records_) =>
        createStoreWriter({
          ...common,
          seal_,
          onStored_: () => releaseTexts(records_(), inFlight_, maxMemoryBytes),
        }),
    });
    const log_ = { ...log, load_: createTextLoader({ ...common, log_: log }) };
    return { log_, streams_, adopt_: createAdoption({ ...common, log_ }) };
  },
  erase_(store = platform.store) {
    (async () => store.remove(await store.keys()))().catch(() => {});
  },
});
