import type { LocalizedText } from '@fieldwork/fields'
import type { DefinitionProblem } from '@fieldwork/metadata'
import { quoteName } from '../query/sql-text.ts'
import type { RegisteredColumn } from './actual-schema.ts'
import { castSql, isRounded } from './cast.ts'
import type { TypedSql } from './cast.ts'
import type { ColumnChange, Losses } from './column-change.ts'
import { addColumn, registerColumns, retireColumn, setDefault } from './ddl.ts'
import { desiredIndexes } from './desired-schema.ts'
import type { DesiredColumn } from './desired-schema.ts'
import { freeName } from './names.ts'
import { fieldTitle, rowValue, takenNames } from './plan-context.ts'
import type { PlannedColumn, TableContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'
import { dropSync } from './sync-trigger.ts'

export interface TypeChange {
  column: DesiredColumn
  /** what holds the values now */
  current: TypedSql
  live: RegisteredColumn
  /** a column of the wanted type that the field had before, e.g. when the change is taken back */
  kept: string | null
}

/** A column never changes its type: the field moves to another one, and the old one stays as it was. */
export async function planTypeChange(context: TableContext, change: TypeChange): Promise<PlannedColumn> {
  const { table } = context
  const prepared = preparedChange(context, change)
  if (prepared !== null) return prepared
  const name = change.kept ?? freeName(change.live.field, takenNames(context, change.column))
  const column = { ...change.column, name }
  const value = newValue(context, change)
  const losses = await countLosses(context, change, value)
  if (context.inBackground && (await context.isLarge())) {
    return changeLater(context, { ...change, column }, { value, losses, summary: summary(context, change, losses) })
  }

  // the default is for new rows: it must not fill those whose value was empty or did not fit
  const sql = [
    change.kept === null ? addColumn(context.workspace, table.name, { ...column, default: null }) : '',
    `update ${context.from} t set ${quoteName(name)} = ${value} where ${mayChange(change)}`,
    column.default === null ? '' : setDefault(context.workspace, table.name, column),
    retireColumn(table.object, change.live.column),
    registerColumns(table.object, [column]),
  ]
  const isHarmless = losses.lost === 0 && losses.rounded === 0
  const planned = step('columns', summary(context, change, losses), sql, {
    class: isHarmless ? 'safe' : 'confirm',
    changes: [table.name],
  })
  return { column, steps: [planned], content: value }
}

/**
 * The value in the new column. Where the field had this type before and a row was not changed since, it gets exactly
 * its old value back, also one that the other type could not hold.
 */
function newValue(context: TableContext, { column, current, kept }: TypeChange): string {
  const cast = castSql(context, current, column)
  if (kept === null) return cast
  const before = { sql: rowValue(kept), type: column.type, reference: column.reference }
  const unchanged = `(${castSql(context, before, current)}) is not distinct from ${current.sql}`
  return `case when ${unchanged} then ${before.sql} else ${cast} end`
}

async function countLosses(context: TableContext, change: TypeChange, value: string): Promise<Losses> {
  context.asked.rows = true
  const { rows } = await context.db.query<Losses & Record<string, unknown>>({ text: lossesSql(context, change, value) })
  return rows[0]!
}

const lossesSql = ({ from }: TableContext, { column, current }: TypeChange, value: string): string =>
  `select count(*) filter (where (${value}) is null)::float8 as lost,
    count(*) filter (where ${isRounded(current, value, column)})::float8 as rounded
  from ${from} t where ${current.sql} is not null`

/** A task fills the other column while both are kept the same, and then the field moves in an instant. */
function changeLater(
  context: TableContext,
  change: TypeChange,
  { value, losses, summary: words }: { value: string; losses: Losses; summary: PhasedStep['summary'] },
): PlannedColumn {
  const { table } = context
  const { column, current, live, kept } = change
  const { name, type, reference, default: initial } = column
  const bare = desiredIndexes({ ...table, columns: [] }).map((index) => index.name)
  const deferred: ColumnChange = {
    object: table.object,
    field: live.field,
    table: table.name,
    from: { name: live.column, type: current.type, reference: current.reference },
    to: { name, type, reference, default: initial },
    isNew: kept === null,
    value,
    losses: lossesSql(context, change, value),
    allowed: losses,
    indexes: desiredIndexes({ ...table, columns: [column] })
      .filter((index) => !bare.includes(index.name))
      .map(({ name: index, unique, definition }) => ({ name: index, unique, definition })),
  }
  const later = say(
    `${words.en}. A task prepares it; until it is done the field keeps its present type`,
    `${words['zh-CN']}。由后台任务执行，完成之前该字段保持现有类型`,
  )
  const isHarmless = losses.lost === 0 && losses.rounded === 0
  const step: PhasedStep = { ...backgroundChange(later, deferred), class: isHarmless ? 'safe' : 'confirm' }
  const same = { ...column, name: live.column, type: current.type, reference: current.reference }
  return { column: same, steps: [step], content: current.sql, deferred }
}

/** Shows what the task does; the publish itself only notes the task. */
const backgroundChange = (words: PhasedStep['summary'], { table, to, value }: ColumnChange): PhasedStep => ({
  ...step('columns', words, [`update ${quoteName(table)} t set ${quoteName(to.name)} = ${value}`]),
  background: true,
})

/** A change that a task works on: the moment to take over, or a reason to wait; null: there is none. */
function preparedChange(context: TableContext, { column, current, live }: TypeChange): PlannedColumn | null {
  const open = openChange(context, live.field)
  if (open === null) return null
  const same = { ...column, name: live.column, type: current.type, reference: current.reference }
  if (context.finishing === open.task.id) return takeOver(context, { column, live, change: open.change })
  if (open.task.state === 'failed') {
    return { column: same, steps: [], content: current.sql, abandons: [open.task.id] }
  }
  if (context.joinsTasks) {
    const { to } = open.change
    const isSame = to.type === column.type && to.reference === column.reference
    return {
      column: same,
      steps: [],
      content: current.sql,
      ...(isSame ? { joined: open.change } : { abandons: [open.task.id] }),
    }
  }
  const { en, zh } = fieldTitle(context, column)
  const message = say(
    `The type of ${en.field} of ${en.object} is being changed already; wait for that task or cancel it`,
    `${zh.object}的字段${zh.field}的类型正在变更中，请等待该任务完成或将其取消`,
  )
  const pointer = `/properties/${live.field}`
  const params = { field: live.field, task: open.task.id }
  const problems: DefinitionProblem[] = [
    { kind: 'object', name: context.table.object, code: 'change_under_way', pointer, message, params },
  ]
  return { column: same, steps: [], content: current.sql, problems }
}

function openChange({ actual, table }: TableContext, field: string) {
  for (const task of actual.tasks.values()) {
    if (task.state === 'cancelled') continue
    const { changes = [] } = task.args as { changes?: ColumnChange[] }
    const change = changes.find((one) => one.object === table.object && one.field === field)
    if (change !== undefined) return { task, change }
  }
  return null
}

/** The other column holds every value already, so this takes no longer than a look at the table. */
function takeOver(
  { workspace, table }: TableContext,
  { column, live, change }: { column: DesiredColumn; live: RegisteredColumn; change: ColumnChange },
): PlannedColumn {
  const named = { ...column, name: change.to.name }
  const sql = [
    dropSync(workspace, change),
    column.default === null ? '' : setDefault(workspace, table.name, named),
    retireColumn(table.object, live.column),
    registerColumns(table.object, [named]),
  ]
  const words = say(
    `Move ${change.field} to column ${change.to.name}`,
    `将字段 ${change.field} 切换到列 ${change.to.name}`,
  )
  return {
    column: named,
    steps: [step('columns', words, sql, { changes: [table.name] })],
    content: rowValue(named.name),
  }
}

/** Rows outside have no value before and after. */
function mayChange({ current, kept }: TypeChange): string {
  return kept === null
    ? `${current.sql} is not null`
    : `coalesce(${current.sql}::text, ${rowValue(kept)}::text) is not null`
}

/** The types a field had and gets, as people know them; null where it is the same, or there was none. */
export function typesOf(
  { former, catalog, table }: TableContext,
  { field }: DesiredColumn,
): [LocalizedText, LocalizedText] | null {
  const [before, after] = [former, catalog.objects].map(
    (all) => all.get(table.object)?.fields.get(field?.name ?? '')?.type,
  )
  return before && after && before.name !== after.name ? [before.label, after.label] : null
}

function summary(
  context: TableContext,
  { column, current }: TypeChange,
  { lost, rounded }: Losses,
): PhasedStep['summary'] {
  const { en, zh } = fieldTitle(context, column)
  const stored = [current, column].map(({ type }) => say(type, type))
  const [from, to] = (current.type === column.type ? typesOf(context, column) : null) ?? [stored[0]!, stored[1]!]
  const parts = say(
    `Change the type of ${en.field} on ${en.object} from ${from.en} to ${to.en}`,
    `将${zh.object}的字段${zh.field}的类型由 ${from['zh-CN']} 改为 ${to['zh-CN']}`,
  )
  const losses = say(
    [lost > 0 && `${lost} rows do not fit and become empty`, rounded > 0 && `${rounded} rows are rounded`]
      .filter(Boolean)
      .join(', ') || 'every value fits',
    [lost > 0 && `${lost} 行数据无法转换，将变为空`, rounded > 0 && `${rounded} 行数据将被四舍五入`]
      .filter(Boolean)
      .join('，') || '所有数据均可转换',
  )
  return say(
    `${parts.en}: ${losses.en}; the old values are kept aside`,
    `${parts['zh-CN']}：${losses['zh-CN']}；原有数据另行保留`,
  )
}
