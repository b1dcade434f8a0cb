import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database } from '../connection/types.ts'
import type { ContextUser } from '../query/context.ts'
import { bindValues } from '../query/parameters.ts'
import type { ChangedAccess } from './changed-access.ts'
import type { FutureTables } from './future-tables.ts'

/** How many records; not exact: there may be more. */
export interface RecordCount {
  count: number
  isExact: boolean
}

export interface CountedChange {
  gained: RecordCount
  lost: RecordCount
}

export interface NamedRecord {
  id: string
  label: string | null
}

export interface ExampleRecords {
  gained: NamedRecord[]
  lost: NamedRecord[]
}

/** What a count may cost. */
export interface CountLimits {
  /** a statement that takes longer is given up */
  ms: number
  /** of records that differ, the most that are counted */
  rows: number
}

interface Asked {
  changed: ChangedAccess
  tables: FutureTables
  /** how many operations are compared */
  operations: number
  user: ContextUser
}

const unknown: RecordCount = { count: 0, isExact: false }

/**
 * By operation, how many records somebody gains and loses. Counted by the database in one read that locks nobody out
 * and holds no ids; what is beyond the limits is said not to be exact.
 */
export async function countChanges(
  db: Pick<Database, 'transaction'>,
  asked: Asked,
  limits: CountLimits,
): Promise<CountedChange[]> {
  const each = Array.from({ length: asked.operations }, (_, at) => at)
  const counts = each.flatMap((at) => [
    `count(*) filter (where a${at} and not b${at}) as gained${at}`,
    `count(*) filter (where b${at} and not a${at}) as lost${at}`,
  ])
  const differs = each.map((at) => `a${at} <> b${at}`).join(' or ')
  const rows = `select * from (${asked.changed.source}) x where ${differs} limit ${limits.rows + 1}`
  const row = await read(db, {
    ...asked,
    text: `select ${counts.join(', ')}, count(*) as met from (${rows}) y`,
    limits,
  })
  if (row === null) return each.map(() => ({ gained: unknown, lost: unknown }))
  const found = row[0] as Record<string, string>
  const isExact = Number(found.met) <= limits.rows
  const countOf = (name: string): RecordCount => ({ count: Number(found[name]), isExact })
  return each.map((at) => ({ gained: countOf(`gained${at}`), lost: countOf(`lost${at}`) }))
}

/** A few records that somebody gains and loses by the operation at a place; fewer where the time is up. */
export async function exampleChanges(
  db: Pick<Database, 'transaction'>,
  { at, most, ...asked }: Asked & { at: number; most: number },
  limits: CountLimits,
): Promise<ExampleRecords> {
  const some = async (condition: string): Promise<NamedRecord[]> => {
    const text = `select id, label from (${asked.changed.source}) x where ${condition} limit ${most}`
    return ((await read(db, { ...asked, text, limits })) ?? []) as unknown as NamedRecord[]
  }
  return { gained: await some(`a${at} and not b${at}`), lost: await some(`b${at} and not a${at}`) }
}

/** Null when it takes too long. */
async function read(
  db: Pick<Database, 'transaction'>,
  { changed, tables, user, text, limits }: Asked & { text: string; limits: CountLimits },
): Promise<Record<string, unknown>[] | null> {
  const statement = { text: tables.prefix(text) + text, values: bindValues(changed.sources, { user }) }
  try {
    return await db.transaction(async (tx) => {
      const timeout = `set local statement_timeout = ${Math.max(1, Math.round(limits.ms))}`
      await tx.query({ text: `set transaction read only; ${timeout}` })
      return (await tx.query(statement)).rows
    })
  } catch (error) {
    if (sqlStateOf(error) === sqlState.queryCanceled) return null
    throw error
  }
}
