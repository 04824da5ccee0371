import type { createLedger } from '../../account/ledger.js';
import type { createCourier } from '../../courier/courier.js';
import type { createDelivery } from '../../courier/delivery.js';
import type { createRetry } from '../../courier/retry.js';
import type { createSendOrder } from '../../courier/send-order.js';
import type { readVerdict } from '../../courier/verdict.js';
import type { createDropReports } from '../../log/drop-reports.js';
import type { createEventLog } from '../../log/event-log.js';
import type { createGuardedStore } from '../../log/guarded-store.js';
import type { createInFlight } from '../../log/in-flight.js';
import type { createMirroredLog } from '../../log/mirrored-log.js';
import type { createSpill } from '../../log/spill.js';
import type { createStoreWriter } from '../../log/store-writer.js';
import type { createStreams } from '../../log/streams.js';
import type { createPipeline } from '../../pipeline/pipeline.js';
import type { createSession } from '../../session/session.js';
import type { readConsent } from '../../tracker/consent.js';
import type { createEngine } from '../../tracker/engine.js';
import type { createWaitingRoom } from '../../tracker/waiting-room.js';

/** The functions of the engine at which a fault can be planted: whatever a part does passes one of them. */
export interface Seams {
  createLedger: typeof createLedger;
  createCourier: typeof createCourier;
  createDelivery: typeof createDelivery;
  createRetry: typeof createRetry;
  createSendOrder: typeof createSendOrder;
  readVerdict: typeof readVerdict;
  createDropReports: typeof createDropReports;
  createEventLog: typeof createEventLog;
  createGuardedStore: typeof createGuardedStore;
  createInFlight: typeof createInFlight;
  createMirroredLog: typeof createMirroredLog;
  createSpill: typeof createSpill;
  createStoreWriter: typeof createStoreWriter;
  createStreams: typeof createStreams;
  createPipeline: typeof createPipeline;
  createSession: typeof createSession;
  readConsent: typeof readConsent;
  createEngine: typeof createEngine;
  createWaitingRoom: typeof createWaitingRoom;
}

/** The module of each seam, from `src`. */
export const MODULES: Record<keyof Seams, string> = {
  createLedger: 'account/ledger.ts',
  createCourier: 'courier/courier.ts',
  createDelivery: 'courier/delivery.ts',
  createRetry: 'courier/retry.ts',
  createSendOrder: 'courier/send-order.ts',
  readVerdict: 'courier/verdict.ts',
  createDropReports: 'log/drop-reports.ts',
  createEventLog: 'log/event-log.ts',
  createGuardedStore: 'log/guarded-store.ts',
  createInFlight: 'log/in-flight.ts',
  createMirroredLog: 'log/mirrored-log.ts',
  createSpill: 'log/spill.ts',
  createStoreWriter: 'log/store-writer.ts',
  createStreams: 'log/streams.ts',
  createPipeline: 'pipeline/pipeline.ts',
  createSession: 'session/session.ts',
  readConsent: 'tracker/consent.ts',
  createEngine: 'tracker/engine.ts',
  createWaitingRoom: 'tracker/waiting-room.ts',
};

/** What stands in the place of a seam, made from the right one. */
export type Fault = { [Seam in keyof Seams]?: (right: Seams[Seam]) => Seams[Seam] };

let planted: Fault = {};

/** From now on the engine has this fault. @public The test builds code that imports it. */
export function plant(fault: Fault): void {
  planted = fault;
}

/** The seam as it is planted at the moment of the call. @public The test builds code that imports it. */
export const atSeam =
  <Seam extends keyof Seams>(name: Seam, right: Seams[Seam]) =>
  (...args: unknown[]): unknown => {
    const faulty = planted[name] as ((right: Seams[Seam]) => Seams[Seam]) | undefined;
    return ((faulty ? faulty(right) : right) as (...args: unknown[]) => unknown)(...args);
  };
