export { type Collector, createCollector } from './collector.ts';
export type { Facts, Mark, PlanFault, StoredEvent } from './event.ts';
export type { BatchReport, CollectorOptions } from './options.ts';
export type { PlanMode } from './stages/check-plan.ts';
export type { Range } from './stores/accounts/ranges.ts';
export type { StreamMark } from './stores/accounts/stream-account.ts';
export type { StreamTotals } from './stores/accounts/stream-totals.ts';
export { StoreUnavailableError, type Unavailability, UnstorableError } from './stores/errors.ts';
export { createMemoryStore, type MemoryStoreOptions } from './stores/memory.ts';
export { createPgliteStore, type PgliteStoreOptions } from './stores/pglite.ts';
export type {
  Batch,
  Committed,
  CountsQuery,
  DropReport,
  EventCount,
  EventCounts,
  EventFilter,
  IdentityLink,
  RejectedNumber,
  Store,
  StreamReport,
  StreamsReport,
} from './stores/store.ts';
