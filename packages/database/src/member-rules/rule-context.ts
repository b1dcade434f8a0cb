import type { Catalog, CompiledMemberRule, CompiledObject, PhysicalNames } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'

/** What the SQL of member rules is made in. */
export interface RuleContext {
  /** its columns are those of the database */
  catalog: Catalog
  /** unquoted */
  schema: string
  timeZone: string
}

/** One rule, with where it stands. */
export interface RuleInput extends RuleContext {
  rule: CompiledMemberRule
}

/** What marks the members that a rule made. */
export const sourceOf = ({ name }: Pick<CompiledMemberRule, 'name'>): string => `rule:${name}`

/** An object's table with its schema. */
export const tableOf = ({ schema }: Pick<RuleContext, 'schema'>, { table }: Pick<CompiledObject, 'table'>): string =>
  `${quoteName(schema)}.${quoteName(table)}`

/** A table of the platform. */
export const systemTable = ({ schema }: Pick<RuleContext, 'schema'>, table: string): string =>
  `${quoteName(schema)}.${quoteName(table)}`

/** The catalog with the columns that its fields have once a plan has run. */
export function withColumns(catalog: Catalog, { column }: PhysicalNames): Catalog {
  const objects = new Map([...catalog.objects].map(([name, object]) => [name, movedObject(object, column)]))
  return { ...catalog, objects, object: (name) => objects.get(name) ?? catalog.object(name) }
}

function movedObject(object: CompiledObject, column: PhysicalNames['column']): CompiledObject {
  const isMoved = [...object.fields.values()].some(
    (field) => field.column !== null && field.column !== column(object.name, field.name),
  )
  if (!isMoved) return object
  const fields = [...object.fields].map(([name, field]) => {
    return [name, field.column === null ? field : { ...field, column: column(object.name, name) }] as const
  })
  return { ...object, fields: new Map(fields) }
}

/** For conditions of a rule, which look at every record with the eyes of the platform. */
export function ruleEnvironment({ catalog, timeZone }: RuleContext): SqlEnvironment {
  const context: QueryContext = {
    catalog,
    timeZone,
    db: { query: nothingRuns, transaction: nothingRuns },
    access: () => ({ kind: 'all' }),
    accessKey: '',
    user: { id: null, name: '', username: '' },
  }
  return createEnvironment(context)
}

/** Text is compiled here, nothing is run. */
function nothingRuns(): never {
  throw new Error('The SQL of a member rule is not run while it is made')
}
