import pino from 'pino';
import type { BatchReport } from '../sink.ts';
import { createErrorPrinter, printBatch, printStart, type Start } from './output.ts';

/** Where the command line tells what happens. Neither payloads nor tokens are ever in it. */
export interface Log {
  start(start: Start): void;
  batch(report: BatchReport): void;
  /** Tells of errors of one kind. */
  error(title: string): (error: unknown) => void;
  stopping(): void;
}

export type LogFormat = 'text' | 'json';

/** Lines for people, or JSON for machines. */
export function openLog(format: LogFormat): Log {
  return format === 'json' ? openJsonLog() : openTextLog();
}

function openTextLog(): Log {
  return {
    start: printStart,
    batch: printBatch,
    error: createErrorPrinter,
    stopping: () => {
      process.stdout.write('Stopping: finishing what was begun. Again to stop at once.\n');
    },
  };
}

/** Names that a line lists; they come from clients. */
const MAX_NAMES = 50;

function openJsonLog(): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    start: ({ url, kept }) => logger.info({ apiUrl: url, kept }, 'started'),
    batch: ({ accepted, duplicates, rejected, names, rejectedBy }) =>
      logger.info(
        {
          accepted,
          duplicates,
          rejected,
          names: Object.fromEntries([...names].slice(0, MAX_NAMES)),
          ...(rejected > 0 ? { rejectedBy: Object.fromEntries(rejectedBy) } : {}),
        },
        'batch',
      ),
    error: (title) => (error) =>
      logger.error({ reason: error instanceof Error ? error.message : String(error) }, title),
    stopping: () => logger.info('stopping'),
  };
}
