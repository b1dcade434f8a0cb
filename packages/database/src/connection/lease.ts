import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { createLru } from '@fieldwork/metadata'
import type { PlanMode } from './planning.ts'
import type { Statement } from './types.ts'

/**
 * A connection keeps every statement it prepared, with its plan, and a relation cache that never shrinks. Beyond so
 * many names it is replaced by a fresh one: cheaper than evicting names one by one, and it frees the caches too.
 */
const maxStatementsPerConnection = 2_000

const preparedBy = new WeakMap<PoolClient, Set<string>>()
/** of connections that are not as they began */
const modes = new WeakMap<PoolClient, PlanMode>()

/** A pooled connection for a while; `release(true)` throws it away. */
export interface Lease {
  client: PoolClient
  query<Row extends QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>
  release(discard: boolean): void
  /** whether the statement has run on this connection before */
  hasPrepared(name: string | undefined): boolean
  planMode(): PlanMode
  /** for this and what follows, outside of transactions */
  planBy(mode: PlanMode): Promise<void>
}

export async function lease(pool: Pool): Promise<Lease> {
  const client = await pool.connect()
  const prepared = preparedBy.get(client) ?? new Set<string>()
  preparedBy.set(client, prepared)
  client.on('error', reportedByNextQuery)
  return {
    client,
    query(statement) {
      if (statement.name !== undefined) prepared.add(statement.name)
      return answerOf(client, statement)
    },
    release(discard) {
      client.removeListener('error', reportedByNextQuery)
      client.release(discard || prepared.size > maxStatementsPerConnection)
    },
    hasPrepared: (name) => name !== undefined && prepared.has(name),
    planMode: () => modes.get(client) ?? 'auto',
    async planBy(mode) {
      await answerOf(client, { text: `set plan_cache_mode = ${mode}` })
      modes.set(client, mode)
    },
  }
}

/**
 * By a callback: the promises that pg makes hold on to the result of the query after them, so that every result grows
 * old and waits for a full collection.
 */
function answerOf<Row extends QueryResultRow>(client: PoolClient, statement: Statement): Promise<QueryResult<Row>> {
  const answer = new Promise<QueryResult<Row>>((resolve, reject) => {
    const runner = client as unknown as Runner<Row>
    runner.query(configOf(statement), statement.values, (error, result) => (error ? reject(error) : resolve(result)))
  })
  return answer.catch(pointAtCaller)
}

/** pg takes all three, which its types do not say. */
interface Runner<Row extends QueryResultRow> {
  query(
    config: Config,
    values: unknown[] | undefined,
    done: (error: Error | null, result: QueryResult<Row>) => void,
  ): void
}

/** What of a statement is the same each time it runs. */
interface Config extends Pick<Statement, 'name' | 'text'> {
  rowMode?: string | undefined
}

const configs = createLru<{ config: Config }>(maxStatementsPerConnection)

/**
 * For each run pg copies the own properties of what it is given, one descriptor after the other: 2 of the 100 us of a
 * get. What is inherited it reads all the same.
 */
function configOf({ name, text, rowMode }: Statement & Config): Config {
  if (name === undefined) return { text, rowMode }
  const known = configs.getOrCreate(name, () => ({ config: inherited({ name, text, rowMode }) }))
  if (known.config.text !== text || known.config.rowMode !== rowMode) known.config = inherited({ name, text, rowMode })
  return known.config
}

const inherited = (config: Config): Config => Object.create(config) as Config

/** An answer's own stack begins at the socket. */
function pointAtCaller(error: Error): never {
  Error.captureStackTrace(error)
  throw error
}

/** A connection lost between two queries is an event nobody else listens to here, which would end the process. */
const reportedByNextQuery = (): void => {}

/** What a transaction begins with: inside of it statements are planned as the server sees fit. */
export const beginText = ({ planMode }: Pick<Lease, 'planMode'>, mode: string): string =>
  `begin ${mode}${planMode() === 'auto' ? '' : '; set local plan_cache_mode = auto'}`
