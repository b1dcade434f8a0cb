import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { accessConditions, demandOpen, fieldOf, storedColumn } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { TreeInput } from './tree-input.ts'
import { quoteName } from './sql-text.ts'

/** The output that tells whether there is something below a record; no field begins with `_`. */
const hasChildren = '_has_children'

/** @throws invalid_request: the object's records form no hierarchy */
function requireHierarchy({ name, label, hierarchy }: CompiledObject): string {
  if (hierarchy !== null) return hierarchy
  const message = {
    en: `Records of “${label.en}” do not stand below each other`,
    'zh-CN': `“${label['zh-CN']}”没有层级关系`,
  }
  throw appError('invalid_request', { reason: name }, [{ code: 'no_hierarchy', message, params: { object: name } }])
}

/**
 * The condition on the rows of a level, under the alias `o`. Nothing is below a record that the actor may not see; the
 * records below such a one are topmost to him, so that he reaches everything he may see.
 */
export function levelCondition(env: SqlEnvironment, object: CompiledObject, { parent }: TreeInput): string {
  const column = `o.${parentColumn(env, object)}`
  const alias = env.alias()
  const seen = [`${alias}."id" = ${column}`, `${alias}."deleted_at" is null`, ...accessConditions(env, object, alias)]
  const isSeen = `exists (select 1 from ${quoteName(object.table)} ${alias} where ${seen.join(' and ')})`
  if (parent === null) return `(${column} is null or not ${isSeen})`
  return `${column} = ${env.parameters.bind({ from: 'input', name: 'parent' }, 'uuid')} and ${isSeen}`
}

/** Whether a record that the actor may see is right below the one in scope. */
export function childrenSql(env: SqlEnvironment, { object, column }: RecordScope): string {
  const alias = env.alias()
  const below = [
    `${alias}.${parentColumn(env, object)} = ${column(fieldOf(object, 'id'))}`,
    `${alias}."deleted_at" is null`,
    ...accessConditions(env, object, alias),
  ]
  return `exists (select 1 from ${quoteName(object.table)} ${alias} where ${below.join(' and ')}) as "${hasChildren}"`
}

function parentColumn(env: SqlEnvironment, object: CompiledObject): string {
  const field = fieldOf(object, requireHierarchy(object))
  demandOpen(env, object, field.name)
  return quoteName(storedColumn(field))
}
