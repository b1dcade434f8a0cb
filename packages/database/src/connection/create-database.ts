import { Client, Pool } from 'pg'
import type { QueryResult, QueryResultRow } from 'pg'
import { lease } from './lease.ts'
import type { Lease } from './lease.ts'
import { repeatLostRaces } from './lost-race.ts'
import { modeOf, noteAnswer } from './planning.ts'
import { connectionString, schemaName } from './session.ts'
import { isOutdatedPlan, sqlStateOf } from './sql-state.ts'
import { nudgeOutbox } from './outbox-signal.ts'
import { runTransaction } from './transaction.ts'
import { typeParsers } from './type-parsers.ts'
import type { Database, DatabaseOptions, Log, Statement } from './types.ts'

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** After that a client of its own gives up connecting. */
const connectionTimeoutMillis = 10_000

/** Opens a workspace's pool; connections are made when first needed. */
export function createDatabase(options: DatabaseOptions): Database {
  const { maxConnections = 10, log = silent } = options
  const config = { connectionString: connectionString(options), types: typeParsers, keepAlive: true }
  const pool = new Pool({ ...config, max: maxConnections })
  pool.on('error', (error) => log.warn({ error }, 'an idle database connection was lost'))

  return {
    pool,
    schema: schemaName(options.schema),
    log,
    query: (statement) => repeatLostRaces(() => runStatement(pool, statement)),
    told: () => nudgeOutbox({ pool }),
    transaction: (fn, settings) => runTransaction(pool, fn, settings),
    createClient: () => new Client({ ...config, connectionTimeoutMillis }),
    close: () => pool.end(),
  }
}

/** A statement outside a transaction. An outdated plan fails before anything ran, so it is planned anew at once. */
async function runStatement<Row extends QueryResultRow>(pool: Pool, statement: Statement): Promise<QueryResult<Row>> {
  const connection = await lease(pool)
  let discard = false
  try {
    return await runPlanned<Row>(connection, statement)
  } catch (error) {
    discard = sqlStateOf(error) === null || isOutdatedPlan(error)
    if (!isOutdatedPlan(error)) throw error
    const { name: _name, ...unnamed } = statement
    return await connection.query<Row>(unnamed)
  } finally {
    connection.release(discard)
  }
}

async function runPlanned<Row extends QueryResultRow>(
  connection: Lease,
  statement: Statement,
): Promise<QueryResult<Row>> {
  const { name, planning } = statement
  const mode = modeOf(planning, performance.now())
  if (mode !== null && mode !== connection.planMode()) await connection.planBy(mode)
  // the first time it is planned, which says nothing about the plan
  if (mode !== 'force_generic_plan' || !connection.hasPrepared(name)) return connection.query<Row>(statement)
  const start = performance.now()
  try {
    return await connection.query<Row>(statement)
  } finally {
    const now = performance.now()
    if (typeof planning === 'object') noteAnswer(planning, { ms: now - start, now })
  }
}
