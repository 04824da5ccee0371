/** Asks a PostgreSQL. */
export interface SqlQuery {
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
}

/** The little of a PostgreSQL driver that the SQL store needs: of the embedded one, or of a server's pool. */
export interface SqlClient extends SqlQuery {
  /** Commits when `work` resolves, rolls back when it rejects. May run `work` again when the database says so. */
  transaction<Result>(
    work: (tx: SqlQuery) => Promise<Result>,
    options?: {
      /** Milliseconds that each statement may take; 0 for any. Default: the client's own. */
      timeLimit?: number;
      /** Ends it, where the client can; what it was doing is rolled back. */
      signal?: AbortSignal;
    },
  ): Promise<Result>;
  close(): Promise<void>;
}
