import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { fieldOf, pathSql, referenceSubquery, unknownField } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

const maxFields = 200
const maxDepth = 5

const tooMany = { en: `fields: at most ${maxFields}`, 'zh-CN': `fields 最多 ${maxFields} 个` }

/** The fields a request names, or all of them with the id first. */
export function outputFields(object: CompiledObject, fields: readonly string[] | undefined): string[] {
  if (fields === undefined || fields.length === 0)
    return ['id', ...[...object.fields.keys()].filter((name) => name !== 'id')]
  if (fields.length > maxFields) throw appError('invalid_request', { reason: tooMany })
  return [...new Set(fields)]
}

/**
 * `expression as "name"` for each output. Lookups appear as `{"id","label"}`, paths under a flat key.
 *
 * @param known SQL of outputs that the statement has at hand
 */
export function selectOutputs(
  env: SqlEnvironment,
  scope: RecordScope,
  fields: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): string {
  const selected = fields.map((field) => {
    const sql = known.get(field) ?? outputSql(env, scope, field.split('.'))
    return `${sql} as ${quoteName(field)}`
  })
  return selected.join(', ')
}

/** The JSON value of one output. */
function outputSql(env: SqlEnvironment, scope: RecordScope, path: readonly string[]): string {
  const [name = '', ...rest] = path
  const field = fieldOf(scope.object, name)
  if (rest.length === 0 || (rest.length === 1 && rest[0] === 'id' && field.reference !== null)) {
    const sql = pathSql(env, scope, [name])
    return field.reference === null || rest.length > 0 ? sql : referenceJson(env, sql, targetOf(env, field))
  }
  if (path.length > maxDepth) throw unknownField(scope.object, path.join('.'))
  if (field.reference === null) return pathSql(env, scope, path)
  const target = targetOf(env, field)
  const key = scope.column(field)
  return referenceSubquery(env, { target, key, eyes: 'actor' }, (inner) => outputSql(env, inner, rest))
}

/** `{"id","label"}`; the label of a deleted record still shows, that of a hidden one is null. */
export function referenceJson(env: SqlEnvironment, key: string, target: CompiledObject): string {
  const label = referenceSubquery(env, { target, key, eyes: 'actor', evenDeleted: true }, (scope) =>
    pathSql(env, scope, [target.nameField]),
  )
  return `case when ${key} is not null then json_build_object('id', ${key}, 'label', ${label}) end`
}
