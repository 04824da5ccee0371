export type { JsonValue } from '@pugmark/core';
export type { Range } from './accounts/ranges.ts';
export type { StreamMark } from './accounts/stream-account.ts';
export type { StreamTotals } from './accounts/stream-totals.ts';
export type { RefusalCode, RefusedEvent } from './commit/commit-storable.ts';
export {
  createGroupCommit,
  type GroupCommit,
  type GroupCommitOptions,
  type GroupCommitted,
  type Submission,
} from './commit/group-commit.ts';
export { idsOfDay } from './days.ts';
export type {
  Erasure,
  ErasureReceipt,
  ErasureScope,
  PersonPage,
  PersonPageOptions,
  Privacy,
  Subject,
} from './erasure.ts';
export {
  FollowerMovedError,
  ForeignCursorError,
  StoreUnavailableError,
  type Unavailability,
  UnstorableError,
} from './errors.ts';
export type { Facts, Mark, PlanFault, StoredEvent } from './event.ts';
export { type Following, type FollowOptions, follow } from './feed/follow.ts';
export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store.ts';
export { createPgliteStore, type PgliteStoreOptions } from './pglite/pglite-store.ts';
export type {
  AccountReader,
  Batch,
  Committed,
  CountsQuery,
  Cursor,
  DropReport,
  EventCount,
  EventCounts,
  EventFilter,
  EventInventory,
  EventReader,
  EventWriter,
  Feed,
  FeedPage,
  Follower,
  Followers,
  IdentityLink,
  IdRange,
  MinuteCounts,
  PlainValue,
  PlatformTotals,
  RejectedNumber,
  Retention,
  Source,
  SqlReader,
  SqlReadOptions,
  SqlText,
  Store,
  StreamReport,
  StreamsReport,
} from './ports.ts';
export { createPostgresStore, type PostgresStoreOptions } from './postgres/postgres-store.ts';
export type { NewRejectedEvent, RejectedEvent, RejectedFilter, Rejections } from './rejections.ts';
