import { StoreUnavailableError, type Unavailability } from '../errors.ts';

/** What the driver says when nothing was answered in time; the connection may still be busy with it. */
const READ_TIMEOUT = 'Query read timeout';

/** Errors of the network, and of the driver, which has no codes. */
const NETWORK = /^(E[A-Z]+|EAI_AGAIN)$/;
const LOST =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client was closed|not queryable/i;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Two transactions were in each other's way; the same one may succeed a moment later. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

/** Somebody else holds the lock that was waited for. */
export const isLocked = (error: unknown): boolean => codeOf(error) === '55P03';

/** Whether a connection is of no use after this error: lost, hanging, or to a server that only reads since a failover. */
export function isSpoilt(error: unknown): boolean {
  const code = codeOf(error);
  return (
    messageOf(error) === READ_TIMEOUT || code === '25006' || /^(08|57P)/.test(code) || isFromNetwork(error)
  );
}

const isFromNetwork = (error: unknown) => NETWORK.test(codeOf(error)) || LOST.test(messageOf(error));

/** What an error of the driver means for whoever commits. What is about the data itself stays as it is. */
export function translate(error: unknown): unknown {
  if (error instanceof StoreUnavailableError) return error;
  const kind = kindOf(error);
  return kind ? new StoreUnavailableError(kind, `PostgreSQL: ${messageOf(error)}`, { cause: error }) : error;
}

function kindOf(error: unknown): Unavailability | undefined {
  const code = codeOf(error);
  if (code === '53100') return 'disk_full';
  if (code === '57014' || messageOf(error) === READ_TIMEOUT) return 'timed_out';
  // 08 connection, 25006 only reads, 28 refused, 3D no such database, 53 out of something, 55P03 locked, 57P stops or starts.
  if (/^(08|28|3D|53|57P|58)/.test(code) || ['25006', '55P03'].includes(code)) return 'store_unavailable';
  if (isConflict(error) || isFromNetwork(error)) return 'store_unavailable';
  return undefined;
}
