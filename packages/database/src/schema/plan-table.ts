import type { DefinitionProblem } from '@fieldwork/metadata'
import { quoteName } from '../query/sql-text.ts'
import type { OpenTask } from './actual-schema.ts'
import { buildIndexLater, checkReferencesLater, indexTaskKey, isLargeTable, keyTaskKey } from './background.ts'
import type { IndexTaskArgs } from './background.ts'
import { existing } from './cast.ts'
import type { ColumnChange } from './column-change.ts'
import {
  addForeignKey,
  addUncheckedForeignKey,
  createIndex,
  createTable,
  dropForeignKey,
  dropIndex,
  registerColumns,
  registerTable,
} from './ddl.ts'
import { desiredIndexes } from './desired-schema.ts'
import type { DesiredColumn, DesiredIndex, DesiredTable } from './desired-schema.ts'
import { constraintName, isOurs } from './names.ts'
import { planColumn, planRetired } from './plan-column.ts'
import { countRows, fieldTitle, objectTitle, targetTitle } from './plan-context.ts'
import type { Findings, PlanContext, PlannedColumn, TableContext } from './plan-context.ts'
import { planOptions } from './plan-options.ts'
import { planUnique } from './plan-unique.ts'
import { reservedNames } from './reserved-names.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

export interface TablePlan extends Findings {
  /** the table with the names its columns will have */
  table: DesiredTable
  /** changes of type that a task prepares */
  deferred: ColumnChange[]
  /** those that a task prepares already */
  joined: ColumnChange[]
  /** ids of tasks to be cancelled first */
  abandons: string[]
}

export async function planTable(context: PlanContext, table: DesiredTable): Promise<TablePlan> {
  const found = context.actual.tables.get(table.name)
  if (found === undefined) return planNewTable(context, table)

  const registered = context.actual.columns.get(table.object) ?? []
  const from = `${context.schema}.${quoteName(table.name)}`
  const isLarge = once(() => isLargeTable(context.db, from))
  const inTable: TableContext = { ...context, table, from, found, registered, isLarge }
  const columns: PlannedColumn[] = []
  for (const column of table.columns) columns.push(await planColumn(inTable, column))

  const named = { ...table, columns: columns.map(({ column }) => column) }
  const indexes = await planIndexes({ ...inTable, table: named }, columns)
  const steps = [
    ...comeBack(inTable),
    ...planObsolete(inTable, named),
    ...columns.flatMap((planned) => planned.steps),
    ...planRetired(inTable),
    ...(await planOptions(inTable, columns)),
    ...indexes.steps,
    ...(await planReferences({ ...inTable, table: named }, columns)),
  ]
  return {
    table: named,
    steps,
    problems: [
      ...columns.flatMap(({ problems = [] }) => problems),
      ...indexes.problems,
      ...tooManyColumns(inTable, columns),
    ],
    deferred: columns.flatMap(({ deferred }) => deferred ?? []),
    joined: columns.flatMap(({ joined }) => joined ?? []),
    abandons: [...columns.flatMap(({ abandons = [] }) => abandons), ...pointlessTasks(inTable, named)],
  }
}

const mostColumns = 1_600

function tooManyColumns({ found, table }: TableContext, columns: PlannedColumn[]): DefinitionProblem[] {
  const added = columns.filter(({ column, deferred }) => deferred?.isNew || !found.columns.has(column.name)).length
  if (found.used + added <= mostColumns) return []
  const title = objectTitle(table)
  const message = say(
    `${title.en} has used ${found.used} of the ${mostColumns} columns a table can ever have (those of removed fields count too), so ${added} more are not possible; bring removed fields back, or use another object`,
    `${title['zh-CN']}的数据表已用去 ${found.used} 列（含已移除字段，上限 ${mostColumns} 列），无法再增加 ${added} 列；请恢复已移除的字段，或改用其他对象`,
  )
  const params = { used: found.used, added, limit: mostColumns }
  return [{ kind: 'object', name: table.object, code: 'too_many_columns', pointer: '/properties', message, params }]
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null
  return () => (known ??= read())
}

/** Tasks under way whose index or field nobody wants any more. */
function pointlessTasks({ actual, finishing }: TableContext, table: DesiredTable): string[] {
  const indexes = new Set(desiredIndexes(table).map(({ name }) => name))
  const fields = new Set(table.columns.map(({ field }) => field?.name))
  const isPointless = ({ args }: OpenTask): boolean => {
    const { table: name, index, changes = [] } = args as Partial<IndexTaskArgs> & { changes?: ColumnChange[] }
    if (index !== undefined) return name === table.name && !indexes.has(index.name)
    return changes.some((change) => change.object === table.object && !fields.has(change.field))
  }
  const open = [...actual.tasks.values()].filter(({ id, state }) => state !== 'cancelled' && id !== finishing)
  return open.filter(isPointless).map(({ id }) => id)
}

/** A table of a removed object that is gone from the database too leaves its registry rows behind; they start anew. */
function planNewTable(context: PlanContext, table: DesiredTable): TablePlan {
  const { workspace, actual } = context
  const named = {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: column.field?.name ?? column.name })),
  }
  const forget = actual.columns.has(table.object) ? `delete from fw_column where object = '${table.object}'` : ''
  const sql = [
    createTable(workspace, named),
    ...desiredIndexes(named).map((index) => createIndex(workspace, table.name, index)),
    forget,
    registerTable(table.object, 'live'),
    registerColumns(table.object, named.columns),
  ]
  const title = objectTitle(table)
  const summary = say(`Create the table of ${title.en}`, `为${title['zh-CN']}创建数据表`)
  const keys = named.columns.filter((column) => column.reference !== null)
  const steps = [step('tables', summary, sql)]
  if (keys.length > 0) steps.push(connectNewTable(context, named, keys))
  return { table: named, steps, problems: [], deferred: [], joined: [], abandons: [] }
}

function connectNewTable(context: PlanContext, table: DesiredTable, keys: DesiredColumn[]): PhasedStep {
  const { workspace, actual } = context
  const targets = [...new Set(keys.map((column) => column.reference!))]
  const title = objectTitle(table)
  const names = targets.map((target) => targetTitle(context, target))
  const summary = say(
    `Let lookups of ${title.en} refer to ${names.map(({ en }) => en).join(', ')}`,
    `建立${title['zh-CN']}到${names.map((name) => name['zh-CN']).join('、')}的引用`,
  )
  const sql = keys.map((column) => addForeignKey(workspace, table.name, column))
  return step('references', summary, sql, { refersTo: targets.filter((target) => actual.names.has(target)) })
}

function comeBack({ actual, table }: TableContext): PhasedStep[] {
  if (actual.objects.get(table.object)?.dropped !== true) return []
  const title = objectTitle(table)
  const summary = say(`Bring back ${title.en} with its records`, `恢复${title['zh-CN']}及其全部记录`)
  return [step('release', summary, [registerTable(table.object, 'live')])]
}

/** Indexes and keys of ours that the table should not have any more, or has in a broken or different form. */
function planObsolete({ workspace, found, actual }: TableContext, table: DesiredTable): PhasedStep[] {
  const reserved = reservedNames(actual, table.name)
  const keys = new Map(table.columns.map((c) => [constraintName('foreignKey', table.name, c.name), c.reference]))
  const indexes = new Map(desiredIndexes(table).map((index) => [index.name, index]))
  const oldKeys = [...found.foreignKeys].filter(
    ([name, key]) => isOurs(name) && keys.get(name) !== key.reference && !reserved.keys.has(name),
  )
  const oldIndexes = [...found.indexes].filter(
    ([name]) =>
      isOurs(name) &&
      !isUsable(found, indexes.get(name)) &&
      !reserved.indexes.has(name) &&
      !(indexes.has(name) && actual.tasks.has(indexTaskKey(name))),
  )
  const sql = [
    ...oldKeys.map(([name]) => dropForeignKey(workspace, table.name, name)),
    ...oldIndexes.map(([name]) => dropIndex(workspace, name)),
  ]
  if (sql.length === 0) return []
  const names = [...oldKeys, ...oldIndexes].map(([name]) => name).join(', ')
  const title = objectTitle(table)
  const summary = say(
    `Drop indexes and reference checks of ${title.en} that are not needed any more: ${names}`,
    `删除${title['zh-CN']}不再需要的索引和引用约束：${names}`,
  )
  const targets = oldKeys.map(([, key]) => key.reference)
  return [step('release', summary, sql, { changes: [table.name, ...targets] })]
}

function isUsable(found: TableContext['found'], index: DesiredIndex | undefined): boolean {
  const actual = index && found.indexes.get(index.name)
  return actual !== undefined && actual.valid && actual.unique === index?.unique
}

async function planIndexes(context: TableContext, columns: PlannedColumn[]): Promise<Findings> {
  const missing = desiredIndexes(context.table).filter(
    (index) => !isUsable(context.found, index) && !context.actual.tasks.has(indexTaskKey(index.name)),
  )
  const findings: Findings = { steps: [], problems: [] }
  for (const index of missing) {
    const contentOf = (wanted: DesiredColumn) => columns.find(({ column }) => column === wanted)?.content ?? null
    const { steps, problems } = index.key
      ? await planUnique(context, { index, key: index.key, contentOf })
      : { steps: [await planIndex(context, index)], problems: [] }
    findings.steps.push(...steps)
    findings.problems.push(...problems)
  }
  return findings
}

async function planIndex(context: TableContext, index: DesiredIndex): Promise<PhasedStep> {
  const { workspace, table } = context
  const title = objectTitle(table)
  const summary = say(`Add index ${index.name} to ${title.en}`, `为${title['zh-CN']}建立索引 ${index.name}`)
  if (context.inBackground && (await context.isLarge())) return buildIndexLater(context, index, summary)
  return step('indexes', summary, [createIndex(workspace, table.name, index)], { changes: [table.name] })
}

async function planReferences(context: TableContext, columns: PlannedColumn[]): Promise<PhasedStep[]> {
  const steps: PhasedStep[] = []
  for (const { column, content } of columns) {
    const name = constraintName('foreignKey', context.table.name, column.name)
    const found = context.found.foreignKeys.get(name)
    if (column.reference === null) continue
    if (found?.reference !== column.reference) steps.push(...(await planReference(context, column, content)))
    else if (!found.valid && !context.actual.tasks.has(keyTaskKey(name))) {
      steps.push(checkReferencesLater(context, name, checkSummary(context, column)))
    }
  }
  return steps
}

/** Ids whose record is gone for good cannot be referred to; they are counted and, once confirmed, emptied. */
async function planReference(
  context: TableContext,
  column: DesiredColumn,
  content: string | null,
): Promise<PhasedStep[]> {
  const { workspace, table, actual, from } = context
  const target = column.reference!
  const isOrphan = content && `${content} is not null and ${existing(context, content, target)} is null`
  const orphans = isOrphan === null ? 0 : await countRows(context, isOrphan)
  const { en, zh } = fieldTitle(context, column)
  const title = targetTitle(context, target)
  const summary = say(
    `Let ${en.field} of ${en.object} refer to ${title.en}` +
      (orphans ? `: ${orphans} rows refer to nothing and become empty` : ''),
    `建立${zh.object}的字段${zh.field}到${title['zh-CN']}的引用` +
      (orphans ? `：${orphans} 行引用的记录已不存在，将变为空` : ''),
  )
  const stored = `t.${quoteName(column.name)}`
  const empty = `update ${from} t set ${quoteName(column.name)} = null where ${stored} is not null and ${existing(context, stored, target)} is null`
  const changes = [table.name]
  const refersTo = actual.names.has(target) ? [target] : []
  const isLater = context.inBackground && (await context.isLarge())
  const add = isLater ? addUncheckedForeignKey : addForeignKey
  const sql = [orphans > 0 ? empty : '', add(workspace, table.name, column)]
  const added = step('references', summary, sql, { class: orphans > 0 ? 'confirm' : 'safe', changes, refersTo })
  if (!isLater) return [added]
  const name = constraintName('foreignKey', table.name, column.name)
  return [added, checkReferencesLater(context, name, checkSummary(context, column))]
}

function checkSummary(context: TableContext, column: DesiredColumn): PhasedStep['summary'] {
  const { en, zh } = fieldTitle(context, column)
  return say(`Check what ${en.field} of ${en.object} refers to`, `检查${zh.object}的字段${zh.field}的引用`)
}
