export { type Collector, createCollector } from './collector.ts';
export type { Facts, Mark, PlanFault, StoredEvent } from './event.ts';
export type { BatchReport, CollectorOptions } from './options.ts';
export type { PlanMode } from './stages/check-plan.ts';
export { createMemoryStore, type MemoryStoreOptions } from './stores/memory.ts';
export { createPgliteStore, type PgliteStoreOptions } from './stores/pglite.ts';
export type {
  Batch,
  Committed,
  EventCount,
  EventFilter,
  IdentityLink,
  Store,
  StreamReport,
  StreamsReport,
} from './stores/store.ts';
