import type { Catalog, Operation } from '@fieldwork/metadata'
import type { QueryContext, RowAccess } from '../query/context.ts'
import type { ParameterSource, Parameters } from '../query/parameters.ts'
import { accessSql, pathSql, tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'

/** What somebody may do by one of two catalogs. */
export interface AccessSide {
  catalog: Catalog
  access(object: string, operation: Operation): RowAccess
}

interface OfObject {
  object: string
  operation: Operation
}

/**
 * What decides whether an operation is open on a row: equal texts mean equal rows, where the values that they compare
 * with are equal too.
 */
export interface AccessText {
  text: string
  sources: readonly ParameterSource[]
}

export function accessText(side: AccessSide, at: OfObject, timeZone: string): AccessText {
  const env = environmentOf(side, timeZone)
  const text = conditionSql(env, side, at)
  return { text, sources: env.parameters.sources }
}

export interface ChangedAccessInput {
  object: string
  operations: readonly Operation[]
  before: AccessSide
  after: AccessSide
  timeZone: string
}

/** The rows of an object with what is open on them before and after: columns `id`, `label`, `b0`, `a0`, `b1` … */
export interface ChangedAccess {
  source: string
  sources: readonly ParameterSource[]
}

/** SQL of the rows that two catalogs may treat differently. Every operation needs that the record can be read. */
export function changedAccess({
  object: name,
  operations,
  before,
  after,
  timeZone,
}: ChangedAccessInput): ChangedAccess {
  const env = environmentOf(before, timeZone)
  const later = { ...environmentOf(after, timeZone), parameters: ofAfter(env.parameters), alias: env.alias }
  const columns = operations.flatMap((operation, at) => [
    `(${conditionSql(env, before, { object: name, operation })}) is true as b${at}`,
    `(${conditionSql(later, after, { object: name, operation })}) is true as a${at}`,
  ])
  const object = before.catalog.object(name)
  const label = pathSql(env, tableScope(env, object, 'o', 'system'), [object.nameField])
  const source =
    `select o."id", ${label}::text as label, ${columns.join(', ')} from ${quoteName(object.table)} o` +
    ' where o."deleted_at" is null offset 0'
  return { source, sources: env.parameters.sources }
}

/** The values of both sides in one: those after the change have names of their own. */
export const bothValues = (before: Values = {}, after: Values = {}): Values => ({
  ...before,
  ...Object.fromEntries(Object.entries(after).map(([key, value]) => [afterKey(key), value])),
})

type Values = Readonly<Record<string, unknown>>

const afterKey = (key: string): string => `after ${key}`

const ofAfter = ({ bind, sources }: Parameters): Parameters => ({
  sources,
  bind: (source, type) => bind(source.from === 'access' ? { ...source, key: afterKey(source.key) } : source, type),
})

/** What is not there is open to nobody. */
function conditionSql(env: SqlEnvironment, side: AccessSide, { object: name, operation }: OfObject): string {
  const object = side.catalog.objects.get(name)
  const needed = [...new Set([operation, 'read'] as const)].map((each) => (object ? side.access(name, each) : none))
  if (!object || needed.some(({ kind }) => kind === 'none')) return 'false'
  const record = tableScope(env, object, 'o', 'system')
  const parts = needed.flatMap((access) => accessSql(env, record, { access, many: 'whole' }) ?? [])
  return parts.length === 0 ? 'true' : [...new Set(parts)].map((part) => `(${part})`).join(' and ')
}

const none: RowAccess = { kind: 'none' }

const environmentOf = ({ catalog, access }: AccessSide, timeZone: string): SqlEnvironment => {
  const nobody: QueryContext['user'] = { id: null, name: '', username: '' }
  return createEnvironment({ db: undefined as never, catalog, access, accessKey: '', user: nobody, timeZone })
}
