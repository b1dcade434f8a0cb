import type { Client, Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import type { Planning } from './planning.ts'

/** A statement for PostgreSQL; with a name it is prepared once per connection (see `statementName`). */
export interface Statement {
  name?: string
  text: string
  values?: unknown[]
  /** outside of transactions; in them it is planned as the server sees fit */
  planning?: Planning
}

/** What runs statements: the database (any connection) or one transaction. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>
  /** says that a write may have told something to those who listen: they look once it has been committed */
  told?(): void
}

/** An open transaction. After it has ended, `query` throws. */
export interface Transaction extends Queryable {
  /** for COPY streams; everything else goes through `query` */
  client: PoolClient
}

export interface TransactionOptions {
  /** further attempts after a serialization failure, a deadlock or an outdated plan; 0 = none, default 5 */
  retries?: number
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

/** Where the database reports what no caller can be told; a pino or Fastify logger fits. */
export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  /** the workspace: one PostgreSQL schema, `[a-z][a-z0-9_]*`; default `main` */
  schema?: string
  /** default 10 */
  maxConnections?: number
  /** a statement that runs longer is cancelled; 0 = never, default 30,000 */
  statementTimeoutMs?: number
  log?: Log
}

/**
 * One pool of connections to one workspace. Sessions are in UTC, without JIT, with the workspace's schema as
 * search path. `numeric`, `bigint`, `date`, `timestamp` and `timestamptz` arrive as PostgreSQL's own text.
 */
export interface Database extends Queryable {
  /** One statement on its own, which is run again after a deadlock. */
  query: Queryable['query']
  readonly pool: Pool
  readonly schema: string
  readonly log: Log
  /** Commits what `fn` did, or nothing of it. `fn` may run several times, so its effects belong in the transaction. */
  transaction<T>(fn: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** A client of its own outside the pool, not yet connected: for LISTEN. The caller ends it. */
  createClient(): Client
  close(): Promise<void>
}
