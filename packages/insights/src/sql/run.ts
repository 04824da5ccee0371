import { type SqlReader, StoreUnavailableError } from '@pugmark/store';
import { QuestionError } from '../model/errors.ts';
import { type Sql, toText } from './sql.ts';

/** Asks the database. */
export type Run = <Row>(statement: Sql) => Promise<Row[]>;

export interface RunOptions {
  /** Milliseconds that the whole question may take. */
  timeout: number;
  signal?: AbortSignal | undefined;
  /** Hears of each statement. */
  onStatement(text: string): void;
}

export function createRun(reader: SqlReader, { timeout, signal, onStatement }: RunOptions): Run {
  const end = performance.now() + timeout;
  return async <Row>(statement: Sql) => {
    const text = toText(statement);
    onStatement(text.text);
    const rest = Math.max(1, Math.round(end - performance.now()));
    try {
      return await reader.query<Row>(text, { timeout: rest, ...(signal ? { signal } : {}) });
    } catch (error) {
      if (error instanceof StoreUnavailableError && error.code === 'timed_out')
        throw new QuestionError(
          'too_slow',
          '',
          `took longer than ${timeout / 1000} s and was stopped in the database: ask for a shorter range, or for fewer groups`,
          { cause: error },
        );
      throw error;
    }
  };
}
