import { buildIndexLater } from './background.ts'
import { createIndex } from './ddl.ts'
import type { DesiredColumn, DesiredIndex } from './desired-schema.ts'
import { countRows, fieldTitle } from './plan-context.ts'
import type { Findings, TableContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import { uniqueKeySql } from './unique-key.ts'

export interface UniqueInput {
  index: DesiredIndex
  column: DesiredColumn
  /** SQL for the values the column will hold; null: none */
  content: string | null
}

/** Uniqueness cannot be had while rows contradict it, confirmed or not: that is a problem of the change set. */
export async function planUnique(context: TableContext, { index, column, content }: UniqueInput): Promise<Findings> {
  const { workspace, table } = context
  const { en, zh } = fieldTitle(context, column)
  const repeated = content === null ? 0 : await countRepeated(context, uniqueKeySql(column.alike ?? null, content))
  if (repeated > 0) {
    const message = say(
      `${en.field} of ${en.object} cannot be unique: ${repeated} rows repeat the value of another; make them differ first`,
      `${zh.object}的字段${zh.field}无法设为唯一：有 ${repeated} 行数据与其他记录重复，请先处理重复数据`,
    )
    const pointer = `/properties/${column.field?.name ?? column.name}/x-field/unique`
    const params = { field: column.field?.name ?? column.name, rows: repeated }
    return {
      steps: [],
      problems: [{ kind: 'object', name: table.object, code: 'duplicates_exist', pointer, message, params }],
    }
  }
  const summary = say(`Make ${en.field} of ${en.object} unique`, `将${zh.object}的字段${zh.field}设为唯一`)
  if (context.inBackground && (await context.isLarge())) {
    return { steps: [buildIndexLater(context, index, summary)], problems: [] }
  }
  const sql = [createIndex(workspace, table.name, index)]
  return { steps: [step('indexes', summary, sql, { changes: [table.name] })], problems: [] }
}

/** Rows beyond the first of their value; records in the recycle bin do not count. */
function countRepeated(context: TableContext, content: string): Promise<number> {
  const position = `row_number() over (partition by ${content} order by t.id) as position`
  const ranked = `(select ${position} from ${context.from} t where t.deleted_at is null and (${content}) is not null)`
  return countRows({ ...context, from: ranked }, 't.position > 1')
}
