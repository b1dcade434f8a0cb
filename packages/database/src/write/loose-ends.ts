import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { storedColumn } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { targetOf } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'

/** A lookup of records that come back from the recycle bin. */
export interface LooseEnd {
  field: CompiledField
  /** finds the records that it may still point to, and holds them; reads the CTE `pre` of those that come back */
  cte: string
  /** the assignment of an update of `o` */
  set: string
}

/**
 * Lookups that a deletion empties: where the record they point to went in the meantime, they come back empty, as they
 * would be by now. What went with a record comes back with it.
 *
 * @param stamp SQL of the moment that what comes back together bears; null: a record comes back alone
 */
export function looseEnds(env: SqlEnvironment, object: CompiledObject, stamp: (() => string) | null): LooseEnd[] {
  const fields = [...object.fields.values()].filter(
    ({ reference, system, property }) => reference !== null && !system && property['x-field'].onDelete === 'set-null',
  )
  return fields.map((field, i) => {
    const column = quoteName(storedColumn(field))
    const target = quoteName(targetOf(env, field).table)
    const together = stamp === null ? '' : ` or r."deleted_at" = ${stamp()}`
    const live = `select r."id" from ${target} r join pre on r."id" = pre.${column} where (r."deleted_at" is null${together})`
    return {
      field,
      cte: `kept${i} as materialized (${live} for key share of r)`,
      set: `${column} = case when o.${column} in (select k."id" from kept${i} k) then o.${column} end`,
    }
  })
}
