export {
  type AccountReader,
  type Batch,
  type Committed,
  type CountsQuery,
  type Cursor,
  createMemoryStore,
  createPgliteStore,
  createPostgresStore,
  type DropReport,
  type Erasure,
  type ErasureReceipt,
  type EventCount,
  type EventCounts,
  type EventFilter,
  type EventReader,
  type EventWriter,
  type Facts,
  type Feed,
  type FeedPage,
  type Follower,
  type Followers,
  type IdentityLink,
  type Mark,
  type MemoryStoreOptions,
  type PersonPage,
  type PgliteStoreOptions,
  type PlanFault,
  type PostgresStoreOptions,
  type Privacy,
  type Range,
  type RejectedNumber,
  type Store,
  type StoredEvent,
  StoreUnavailableError,
  type StreamMark,
  type StreamReport,
  type StreamsReport,
  type StreamTotals,
  type Subject,
  type Unavailability,
  UnstorableError,
} from '@pugmark/store';
export type { App } from './admission/apps.ts';
export { type Collector, createCollector } from './collector.ts';
export type { Mount } from './mount.ts';
export type { CollectorOptions } from './options.ts';
export type { Access, AccessToken, Role } from './roles.ts';
export type { BatchReport, Sink } from './sink.ts';
export type { CounterMeter } from './sinks/open-telemetry.ts';
export type { PlanFinding, PlanMode } from './stages/check-plan.ts';
export { DEFAULT_MARK_RULES, type MarkRule } from './stages/marks.ts';
