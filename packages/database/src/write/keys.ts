import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { uniqueKeySql } from '../schema/unique-key.ts'
import type { KeyPart } from '../schema/unique-key.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'

/** Above this many the whole kind is locked: every lock takes a place in the server's table of locks. */
const maxKeyLocks = 200

export interface KeyLocks {
  object: string
  /** what the keys are for */
  name: string
  keys: readonly (readonly unknown[])[]
}

/**
 * Lets the transactions that write the same keys go one after the other, until they end. Taken before the statement
 * that looks, so that it sees what the one before has committed.
 */
export async function lockKeys(db: Queryable, { object, name, keys }: KeyLocks): Promise<void> {
  if (keys.length === 0) return
  const kind = `${object}\n${name}`
  const distinct = [...new Set(keys.map((key) => `${kind}\n${JSON.stringify(key)}`))]
  if (distinct.length > maxKeyLocks) {
    await db.query({
      text: `select pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))`,
      values: [kind],
    })
    return
  }
  const text =
    'select pg_advisory_xact_lock_shared(hashtextextended(current_schema() || $1, 0)),' +
    ' (select count(pg_advisory_xact_lock(k)) from (select distinct hashtextextended(current_schema() || u, 0) k' +
    ' from unnest($2::text[]) u order by 1) s)'
  await db.query({ text, values: [kind, distinct] })
}

/** The id of the live record with these values, whoever may see it; null when there is none. */
export async function liveIdOf(
  db: Queryable,
  { object, parts, values }: { object: CompiledObject; parts: readonly KeyPart[]; values: readonly unknown[] },
): Promise<string | null> {
  const conditions = parts.map(({ field, alike }, i) => {
    const [stored, asked] = [quoteName(storedColumn(field)), `$${i + 1}::${fieldSqlType(field)}`]
    const key = (sql: string) => uniqueKeySql(alike, sql)
    return `${key(stored)} = ${key(asked)}`
  })
  const text = `select "id" from ${quoteName(object.table)} where ${conditions.join(' and ')} and "deleted_at" is null`
  const { rows } = await db.query<{ id: string }>({ text, values: [...values] })
  return rows[0]?.id ?? null
}
