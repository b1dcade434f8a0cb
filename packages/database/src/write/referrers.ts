import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { storedColumn } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { Check } from './checks.ts'
import { insertEvent } from './event.ts'
import type { WriteParameters } from './statement-parts.ts'

interface Referrer {
  object: CompiledObject
  fields: CompiledField[]
}

/** Objects with lookups to an object, and what becomes of the lookup when the record it points to is deleted. */
function referrersOf(env: SqlEnvironment, target: CompiledObject, onDelete: 'restrict' | 'set-null'): Referrer[] {
  return [...env.catalog.objects.values()]
    .map((object) => ({
      object,
      fields: [...object.fields.values()].filter(
        (field) =>
          field.reference === target.name &&
          !field.system &&
          (field.property['x-field'].onDelete ?? 'restrict') === onDelete,
      ),
    }))
    .filter(({ fields }) => fields.length > 0)
}

/** A record that live records refer to, where the lookup says so, is not deleted. */
export function restrictChecks(env: SqlEnvironment, target: CompiledObject, id: string): Check[] {
  return referrersOf(env, target, 'restrict').flatMap(({ object, fields }) =>
    fields.map((field) => ({
      name: `${object.name}.${field.name}`,
      when:
        `exists (select 1 from ${quoteName(object.table)} c where c.${quoteName(storedColumn(field))} = ${id}` +
        ` and c."deleted_at" is null and c."id" <> ${id})`,
    })),
  )
}

/** CTEs that empty the lookups of other records, each with its event. */
export function detachReferrers(env: SqlEnvironment, target: CompiledObject, write: WriteParameters): string[] {
  return referrersOf(env, target, 'set-null').flatMap(({ object, fields }, i) => {
    const columns = fields.map((field) => quoteName(storedColumn(field)))
    const points = columns.map((column) => `c.${column} = ${write.id}`).join(' or ')
    const live = `c."deleted_at" is null and c."id" <> ${write.id}`
    const set = columns.map(
      (column) => `${column} = case when c.${column} = ${write.id} then null else c.${column} end`,
    )
    const pointed = columns.map((column, at) => `(l.${column} = ${write.id}) as p${at}`)
    const changed = fields.map(
      ({ name }, at) =>
        `${quoteText(name)}, case when detached${i}.p${at} then jsonb_build_array(${write.id}, null) end`,
    )
    const event = insertEvent({
      object: object.name,
      op: 'update',
      row: `detached${i}`,
      changes: `jsonb_strip_nulls(jsonb_build_object(${changed.join(', ')}))`,
      ...write,
      from: `detached${i}`,
    })
    return [
      `locked${i} as materialized (select c."id", ${columns.map((column) => `c.${column}`).join(', ')} from ${quoteName(object.table)} c, verdict` +
        ` where verdict.code is null and (${points}) and ${live} for no key update of c)`,
      `detached${i} as (update ${quoteName(object.table)} c set ${set.join(', ')}, "version" = c."version" + 1,` +
        ` "updated_at" = now(), "updated_by" = ${write.actor} from locked${i} l where c."id" = l."id"` +
        ` returning c."id", c."version", c."updated_at", ${pointed.join(', ')})`,
      `detached_ev${i} as (${event})`,
    ]
  })
}
