import { titled } from '@fieldwork/metadata'
import type { RegisteredColumn } from './actual-schema.ts'
import { castSql } from './cast.ts'
import type { TypedSql } from './cast.ts'
import { addColumn, alterType, registerColumns, retireColumn, setDefault } from './ddl.ts'
import { shapeOf } from './desired-schema.ts'
import type { DesiredColumn, Signature } from './desired-schema.ts'
import { earlierColumn, returningColumn } from './kept-column.ts'
import { freeName } from './names.ts'
import { countRows, fieldTitle, objectTitle, rowValue, takenNames } from './plan-context.ts'
import type { PlannedColumn, TableContext } from './plan-context.ts'
import { planTypeChange, typesOf } from './plan-type-change.ts'
import type { TypeChange } from './plan-type-change.ts'
import { isFiner, isWidening, rewritesTable } from './sql-type.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** Compares one desired column of an existing table with what is there. */
export async function planColumn(context: TableContext, column: DesiredColumn): Promise<PlannedColumn> {
  if (column.field === null) return planOwnColumn(context, column)
  const field = column.field.name
  const live = context.registered.find((row) => row.field === field && !row.dropped)
  if (live === undefined) return planNewField(context, column)

  const named = { ...column, name: live.column }
  const found = context.found.columns.get(live.column)
  if (found === undefined) return addField(context, named, restoring(context, named))
  const before = context.former.get(context.table.object)?.fields.get(field)
  const shape = before && shapeOf(before)
  const current = { sql: rowValue(live.column), type: found.type, reference: live.reference, ...shape }
  if (column.derived && !isKept(context, column, current)) return planDerived(context, column, live)
  const entered = returningFromRollUp(context, column)
  if (entered !== null) return takeBack(context, { ...column, name: entered }, live)
  if (isSame(current, column)) {
    const kept = await planReshaped(context, { column: named, current, live })
    return kept ?? keepColumn(context, named, [])
  }
  if (current.reference === column.reference && (await fitsInPlace(context, current, column))) {
    if (!context.inBackground || !rewritesTable(current.type, column.type) || !(await context.isLarge()))
      return widen(context, named)
  }
  return planTypeChange(context, { column, current, live, kept: earlierColumn(context, column, live) })
}

/** A roll-up keeps its column, but takes over none that people have filled. */
function isKept({ former, table }: TableContext, column: DesiredColumn, current: Signature): boolean {
  const before = former.get(table.object)?.fields.get(column.field?.name ?? '')
  return isSame(current, column) && (before === undefined || before.type.computed === 'roll-up')
}

/** Types that are both stored as jsonb mean different values by it. Null where the type is the same. */
async function planReshaped(context: TableContext, change: Omit<TypeChange, 'kept'>): Promise<PlannedColumn | null> {
  const { column, current, live } = change
  const types = typesOf(context, column)
  if (column.type !== 'jsonb' || types === null) return null
  const unfit = column.fits ? await countRows(context, unfitSql(column.fits, current.sql)) : 0
  // what other columns of the field hold is of any shape, so only the one it had then comes back
  const kept = earlierColumn(context, column, live, 'asOf')
  if (unfit > 0 || kept !== null || context.finishing !== null) return planTypeChange(context, { ...change, kept })
  const { en, zh } = fieldTitle(context, column)
  const [from, to] = types
  const summary = say(
    `Change the type of ${en.field} on ${en.object} from ${from.en} to ${to.en}: every value fits`,
    `将${zh.object}的字段${zh.field}的类型由${from['zh-CN']}改为${to['zh-CN']}：所有数据均可转换`,
  )
  return keepColumn(context, column, [step('columns', summary, [], { refersTo: [context.table.name] })])
}

/** Values that follow from other records are not converted: the field gets a new column, which is filled afterwards. */
function planDerived(context: TableContext, column: DesiredColumn, live: RegisteredColumn): PlannedColumn {
  const { workspace, table, former } = context
  const { en, zh } = fieldTitle(context, column)
  const added = addedAhead(context, column)
  const named = { ...column, name: added ?? freeName(live.field, takenNames(context, column)) }
  const ahead = { table: table.name, sql: addColumn(workspace, table.name, named) }
  const sql = [
    added === null ? ahead.sql : '',
    retireColumn(table.object, live.column),
    registerColumns(table.object, [named]),
  ]
  const wasEntered = former.get(table.object)?.fields.get(live.field)?.type.computed !== 'roll-up'
  const summary = wasEntered
    ? say(
        `Let field ${en.field} of ${en.object} be made from other records; the values it had are kept aside`,
        `${zh.object}的字段${zh.field}改为由其他记录汇总得出；原有数据另行保留`,
      )
    : say(
        `Store ${en.field} of ${en.object} as ${named.type}`,
        `${zh.object}的字段${zh.field}改为以 ${named.type} 存储`,
      )
  const risk = wasEntered ? 'confirm' : 'safe'
  const rest = added === null ? { class: risk, changes: [table.name], ahead } : { class: risk }
  const planned = step('columns', summary, sql, rest as Parameters<typeof step>[3])
  return { column: named, steps: [planned], content: null }
}

/** When a roll-up is taken back, what people had entered before it comes back. */
function returningFromRollUp(context: TableContext, column: DesiredColumn): string | null {
  const before = context.former.get(context.table.object)?.fields.get(column.field?.name ?? '')
  return !column.derived && before?.type.computed === 'roll-up' ? returningColumn(context, column) : null
}

function takeBack(context: TableContext, column: DesiredColumn, live: RegisteredColumn): PlannedColumn {
  const { object } = context.table
  const { en, zh } = fieldTitle(context, column)
  const summary = say(
    `Let field ${en.field} of ${en.object} hold what was entered in it before`,
    `${zh.object}的字段${zh.field}恢复为此前录入的数据`,
  )
  const sql = [retireColumn(object, live.column), registerColumns(object, [column])]
  const planned = step('columns', summary, sql, { changes: [context.table.name] })
  return keepColumn(context, column, [planned])
}

/** ALTER TYPE without a changed value; prepared statements of other sessions are planned anew by `Database.query`. */
async function fitsInPlace(context: TableContext, current: TypedSql, column: DesiredColumn): Promise<boolean> {
  if (isWidening(current.type, column.type)) return true
  if (!isFiner(current.type, column.type)) return false
  const unfit = `${current.sql} is not null and (${castSql(context, current, column)}) is null`
  return (await countRows(context, unfit)) === 0
}

const isSame = (a: Signature, b: Signature): boolean => a.type === b.type && a.reference === b.reference

function planOwnColumn(context: TableContext, column: DesiredColumn): PlannedColumn {
  if (context.found.columns.has(column.name)) return { column, steps: [], content: rowValue(column.name) }
  return addField(context, column, isHelper(column) ? helping(context, column) : restoring(context, column))
}

const isHelper = ({ name }: DesiredColumn): boolean => name.startsWith('fw_')

function helping({ table }: TableContext, { name }: DesiredColumn): PhasedStep['summary'] {
  const title = objectTitle(table)
  return say(
    `Add a column to ${title.en} that a roll-up is made with: ${name}`,
    `在${title['zh-CN']}中新增汇总所需的辅助列：${name}`,
  )
}

/** A field that comes back gets its old column with the data, provided it can hold them; else a new one. */
async function planNewField(context: TableContext, column: DesiredColumn): Promise<PlannedColumn> {
  const { en, zh } = fieldTitle(context, column)
  const added = column.derived ? addedAhead(context, column) : null
  if (added !== null) {
    const named = { ...column, name: added }
    const summary = say(`Add field ${en.field} to ${en.object}`, `在${zh.object}中新增字段${zh.field}`)
    return keepColumn(context, named, [step('columns', summary, [registerColumns(context.table.object, [named])])])
  }
  const kept = column.derived ? null : (returningColumn(context, column) ?? strayColumn(context, column))
  if (kept !== null && (await holdsItsShape(context, column, kept))) {
    const named = { ...column, name: kept }
    const summary = say(
      `Bring back field ${en.field} of ${en.object} with the data it had`,
      `恢复${zh.object}的字段${zh.field}及其原有数据`,
    )
    return keepColumn(context, named, [step('columns', summary, [registerColumns(context.table.object, [named])])])
  }
  const named = { ...column, name: freeName(column.field?.name ?? column.name, takenNames(context, column)) }
  return addField(context, named, say(`Add field ${en.field} to ${en.object}`, `在${zh.object}中新增字段${zh.field}`))
}

/** What a field of another type left behind is no value of this one. */
async function holdsItsShape(context: TableContext, { fits }: DesiredColumn, kept: string): Promise<boolean> {
  if (!fits || context.asOf !== null) return true
  const value = rowValue(kept)
  return (await countRows(context, unfitSql(fits, value))) === 0
}

const unfitSql = (fits: (value: string) => string, value: string): string =>
  `${value} is not null and (${fits(value)}) is not true`

/** The column of a roll-up that was added before this publish; nobody has filled it yet. */
function addedAhead({ registered, found, table }: TableContext, { field, type }: DesiredColumn): string | null {
  const known = new Set([
    ...registered.map(({ column }) => column),
    ...table.columns.flatMap((column) => (column.field === null ? [column.name] : [])),
  ])
  const name = field?.name ?? ''
  for (let n = 2, candidate = name; found.columns.has(candidate); n++) {
    if (!known.has(candidate) && found.columns.get(candidate)?.type === type) return candidate
    candidate = `${name}__${n}`
  }
  return null
}

/** A column nobody registered, with the field's own name and type: adopted rather than shadowed. */
function strayColumn({ registered, found, table }: TableContext, column: DesiredColumn): string | null {
  const name = column.field?.name ?? column.name
  const isKnown =
    registered.some((row) => row.column === name) || table.columns.some((c) => !c.field && c.name === name)
  return !isKnown && found.columns.get(name)?.type === column.type ? name : null
}

function addField(
  { workspace, table }: TableContext,
  column: DesiredColumn,
  summary: PhasedStep['summary'],
): PlannedColumn {
  const added = addColumn(workspace, table.name, column)
  const sql = [added, registerColumns(table.object, [column])]
  const ahead = column.derived || isHelper(column) ? { table: table.name, sql: added } : null
  return { column, steps: [step('columns', summary, sql, { changes: [table.name], ahead })], content: null }
}

function restoring(context: TableContext, column: DesiredColumn): PhasedStep['summary'] {
  const { en, zh } = fieldTitle(context, column)
  return say(
    `Restore the column of ${en.field} on ${en.object}, which is missing in the database (it starts empty)`,
    `重建${zh.object}中${zh.field}的数据列（数据库中缺失，重建后为空）`,
  )
}

/** Only the platform's own defaults (constants) are compared; PostgreSQL prints them as they were written. */
function keepColumn(context: TableContext, column: DesiredColumn, steps: PhasedStep[]): PlannedColumn {
  const { workspace, table, found } = context
  const content = rowValue(column.name)
  if ((found.columns.get(column.name)?.default ?? null) === column.default) return { column, steps, content }
  const { en, zh } = fieldTitle(context, column)
  const summary = say(
    `Change the default of ${en.field} on ${en.object} for new rows`,
    `修改${zh.object}中${zh.field}的默认值（仅影响新记录）`,
  )
  const change = step('columns', summary, [setDefault(workspace, table.name, column)], { changes: [table.name] })
  return { column, steps: [...steps, change], content }
}

function widen(context: TableContext, column: DesiredColumn): PlannedColumn {
  const { workspace, table } = context
  const { en, zh } = fieldTitle(context, column)
  const summary = say(
    `Widen field ${en.field} of ${en.object} to ${column.type}; every value stays`,
    `将${zh.object}的字段${zh.field}放宽为 ${column.type}，所有数据保持不变`,
  )
  const sql = [alterType(workspace, table.name, column), registerColumns(table.object, [column])]
  return { column, steps: [step('columns', summary, sql, { changes: [table.name] })], content: rowValue(column.name) }
}

/** Fields the definition no longer has: the column and its data stay, out of sight. */
export function planRetired({ table, registered, former }: TableContext): PhasedStep[] {
  const object = objectTitle(table)
  const wanted = new Set(table.columns.map((column) => column.field?.name))
  return registered
    .filter((row) => !row.dropped && !wanted.has(row.field))
    .map(({ field, column }) => {
      const label = former.get(table.object)?.fields.get(field)?.label
      const title = label ? titled(label, field) : say(field, field)
      const summary = say(
        `Remove field ${title.en} from ${object.en}; its data are kept and return with the field`,
        `从${object['zh-CN']}移除字段${title['zh-CN']}；数据予以保留，恢复该字段即可找回`,
      )
      return step('release', summary, [retireColumn(table.object, column)])
    })
}
