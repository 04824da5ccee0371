/** The little of a PostgreSQL driver that the SQL store needs; PGlite today, a server's pool another day. */
export interface SqlClient {
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<Result>(work: (client: Pick<SqlClient, 'query'>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
