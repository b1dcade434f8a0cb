import { ownershipFields } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'
import { recordedFields, rowJson } from './event.ts'

/**
 * What records held when they were created, by id and field, in the form that events have: for each field what its first
 * recorded change replaced, else what stands in the row. Empty fields are left out, and those hidden from the actor.
 *
 * The creation event could hold the values too, as it once did, but then every row would be stored twice.
 */
export async function readFirstValues(
  { db, masked }: QueryContext,
  object: CompiledObject,
  ids: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const fields = recordedFields(object, object.fields.keys()).filter(
    ({ system, name, rollUp }) =>
      rollUp === null && (!system || ownershipFields.has(name)) && !masked?.(object.name).has(name),
  )
  const { rows } = await db.query<{ id: string; row: Record<string, unknown>; replaced: Record<string, unknown> }>({
    text:
      `select o."id", ${rowJson(fields, 'o')} as row, (select coalesce(jsonb_object_agg(key, old), '{}') from` +
      ' (select distinct on (c.key) c.key, c.value->0 as old from fw_event e, jsonb_each(e.changes) c' +
      ` where e.object = $1 and e.record_id = o."id" and e.op <> 'create' order by c.key, e.id) first_changes) as replaced` +
      ` from ${quoteName(object.table)} o where o."id" = any($2::uuid[])`,
    values: [object.name, ids],
  })
  return new Map(
    rows.map(({ id, row, replaced }) => {
      const values = fields.map(({ name }) => [name, name in replaced ? replaced[name] : row[name]] as const)
      return [id, Object.fromEntries(values.filter(([, value]) => value != null))]
    }),
  )
}
