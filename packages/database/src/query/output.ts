import { appError, targetObjects } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { filesJson } from './file-json.ts'
import { fieldOf, pathSql, referenceSubquery, unknownField } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import type { QueryContext, RowAccess } from './context.ts'
import { isMaskedPath, maskedOutput, nameSql, previewSql } from './masked-field.ts'
import { createPreviews } from './previews.ts'
import type { Previews } from './previews.ts'
import { rowTests } from './row-tests.ts'
import type { RowTests } from './row-tests.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName, quoteText } from './sql-text.ts'

const maxFields = 200
const maxDepth = 5

const tooMany = { en: `fields: at most ${maxFields}`, 'zh-CN': `fields 最多 ${maxFields} 个` }

/** The fields a request names, or all that there are for the actor, with the id first. */
export function outputFields(
  { absent }: Pick<QueryContext, 'absent'>,
  object: CompiledObject,
  fields: readonly string[] | undefined,
): string[] {
  if (fields === undefined || fields.length === 0) {
    const hidden = absent?.(object.name)
    return ['id', ...[...object.fields.keys()].filter((name) => name !== 'id' && !hidden?.has(name))]
  }
  if (fields.length > maxFields) throw appError('invalid_request', { reason: tooMany })
  return [...new Set(fields)]
}

/** What to select, and from which sources beside the record. */
export interface Outputs {
  columns: string
  sources: readonly string[]
}

export const selectOf = ({ columns, sources }: Outputs): string =>
  `select ${columns}${sources.length > 0 ? ` from ${sources.join(', ')}` : ''}`

/**
 * `expression as "name"` for each output. Lookups appear as `{"id","label"}`, paths under a flat key. What is hidden
 * from the actor is null, and `_masked` holds what is shown instead.
 *
 * @param known SQL of outputs that the statement has at hand
 */
export function selectOutputs(
  env: SqlEnvironment,
  scope: RecordScope,
  fields: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Outputs {
  const outputs: Reading = { env, scope, tests: rowTests(env, scope), previews: createPreviews() }
  const selected = fields.map((field) => {
    const path = field.split('.')
    const value = (of: RecordScope) => known.get(field) ?? outputSql(env, of, path)
    const sql = isMaskedPath(env, scope.object, path) ? hiddenSql(outputs, { field, path, value }) : value(scope)
    return `${sql} as ${quoteName(field)}`
  })
  const masked = outputs.previews.sql()
  if (masked !== null) selected.push(`${masked} as ${quoteName(maskedOutput)}`)
  return { columns: selected.join(', '), sources: outputs.tests.sources() }
}

interface Reading {
  env: SqlEnvironment
  scope: RecordScope
  tests: RowTests
  previews: Previews
}

interface HiddenOutput {
  field: string
  path: readonly string[]
  value(of: RecordScope): string
}

/** The value on the records that show it, else null with what is shown instead. */
function hiddenSql({ env, scope, tests, previews }: Reading, { field, path, value }: HiddenOutput): string {
  const { open = noRecord, preview = everyRecord } = env.fieldRights(scope.object.name).partly.get(field) ?? {}
  const isOpen = open.kind === 'none' ? null : tests.test(open)
  const shown = () => previewSql(env, scope, path)
  const whereShown = () => (preview.kind === 'all' ? shown() : `case when ${tests.test(preview)} then ${shown()} end`)
  previews.add(isOpen, field, preview.kind === 'none' ? 'null::text' : whereShown())
  return isOpen === null ? 'null' : `case when ${isOpen} then ${value({ ...scope, isRevealed: true })} end`
}

const everyRecord: RowAccess = { kind: 'all' }
const noRecord: RowAccess = { kind: 'none' }

/** The JSON value of one output. */
function outputSql(env: SqlEnvironment, scope: RecordScope, path: readonly string[]): string {
  const [name = '', ...rest] = path
  const field = fieldOf(scope.object, name)
  if (rest.length === 0 && field.files) return filesJson(env, field.files, pathSql(env, scope, [name]))
  if (rest.length === 0 && field.targets) return targetsJson(env, field, pathSql(env, scope, [name]))
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

/** What a value points to with its labels: `[{"id","label"}]` in the order of the list, or `{"object","id","label"}`. */
function targetsJson(env: SqlEnvironment, field: CompiledField, value: string): string {
  const targets = targetObjects(env.catalog, field)
  if (!field.targets?.many) return relatedJson(env, value, targets)
  const at = env.alias()
  const [target] = targets
  const item = target ? referenceJson(env, `${at}.id`, target) : `json_build_object('id', ${at}.id, 'label', null)`
  const list = `(select json_agg(${item} order by ${at}.n) from unnest(${value}) with ordinality ${at} (id, n))`
  return `case when ${value} is not null then ${list} end`
}

/** One arm for each object whose records the actor may see. A value from before the field had its type may hold no id. */
function relatedJson(env: SqlEnvironment, value: string, targets: readonly CompiledObject[]): string {
  const [object, id] = [`(${value}->>'object')`, `(${value}->>'id')`]
  const arms = targets
    .filter(({ name }) => env.access(name, 'read').kind !== 'none')
    .map((target) => `when ${quoteText(target.name)} then ${labelSql(env, `fw_try_uuid${id}`, target)}::text`)
  const label = arms.length > 0 ? `case ${object} ${arms.join(' ')} end` : 'null'
  const json = `json_build_object('object', ${object}, 'id', ${id}, 'label', ${label})`
  return `case when ${value} is not null then ${json} end`
}

/** `{"id","label"}`; the label of a deleted record still shows, that of a hidden one is null. */
export function referenceJson(env: SqlEnvironment, key: string, target: CompiledObject): string {
  const label = labelSql(env, key, target)
  return `case when ${key} is not null then json_build_object('id', ${key}, 'label', ${label}) end`
}

function labelSql(env: SqlEnvironment, key: string, target: CompiledObject): string {
  if (env.access(target.name, 'read').kind === 'none') return 'null'
  return referenceSubquery(env, { target, key, eyes: 'actor', evenDeleted: true }, (scope) =>
    nameSql(env, scope, (path) => pathSql(env, scope, path)),
  )
}
