import type { RegisteredColumn } from './actual-schema.ts'
import { castSql, isRounded } from './cast.ts'
import type { TypedSql } from './cast.ts'
import { addColumn, registerColumns, retireColumn, setDefault } from './ddl.ts'
import type { DesiredColumn } from './desired-schema.ts'
import { freeName, ident } from './names.ts'
import { fieldTitle, rowValue, takenNames } from './plan-context.ts'
import type { PlannedColumn, TableContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

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
  const name = change.kept ?? freeName(change.live.field, takenNames(context, change.column))
  const column = { ...change.column, name }
  const value = newValue(context, change)
  const losses = await countLosses(context, change, value)

  // the default is for new rows: it must not fill those whose value was empty or did not fit
  const sql = [
    change.kept === null ? addColumn(context.workspace, table.name, { ...column, default: null }) : '',
    `update ${context.from} t set ${ident(name)} = ${value} where ${mayChange(change)}`,
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

interface Losses {
  /** rows whose value does not fit and becomes empty */
  lost: number
  /** rows whose number loses digits */
  rounded: number
}

async function countLosses(
  { db, from }: TableContext,
  { column, current }: TypeChange,
  value: string,
): Promise<Losses> {
  const { rows } = await db.query<Losses>({
    text: `select count(*) filter (where (${value}) is null)::float8 as lost,
        count(*) filter (where ${isRounded(current, value, column)})::float8 as rounded
      from ${from} t where ${current.sql} is not null`,
  })
  return rows[0]!
}

/** Rows outside have no value before and after. */
function mayChange({ current, kept }: TypeChange): string {
  return kept === null
    ? `${current.sql} is not null`
    : `coalesce(${current.sql}::text, ${rowValue(kept)}::text) is not null`
}

function summary(
  context: TableContext,
  { column, current }: TypeChange,
  { lost, rounded }: Losses,
): PhasedStep['summary'] {
  const { en, zh } = fieldTitle(context, column)
  const parts = say(
    `Change the type of ${en.field} on ${en.object} from ${current.type} to ${column.type}`,
    `将${zh.object}的字段${zh.field}的类型由 ${current.type} 改为 ${column.type}`,
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
