import type { DefinitionProblem } from '@fieldwork/metadata'
import { buildIndexLater, keysOf } from './background.ts'
import { createIndex } from './ddl.ts'
import type { DesiredColumn, DesiredIndex, UniqueKey } from './desired-schema.ts'
import { countRows, fieldTitle } from './plan-context.ts'
import type { Findings, TableContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'
import { createGuard } from './unique-guard.ts'
import { uniqueKeySql } from './unique-key.ts'

export interface UniqueInput {
  index: DesiredIndex
  key: UniqueKey
  /** SQL for the values a column will hold; null: none */
  contentOf(column: DesiredColumn): string | null
}

/** Uniqueness cannot be had while rows contradict it, confirmed or not: that is a problem of the change set. */
export async function planUnique(context: TableContext, { index, key, contentOf }: UniqueInput): Promise<Findings> {
  const { workspace, table } = context
  const contents = key.parts.map(({ column, alike }) => {
    const content = contentOf(column)
    return content === null ? null : uniqueKeySql(alike, content)
  })
  const repeated = contents.includes(null) ? 0 : await countRepeated(context, contents as string[])
  if (repeated > 0) return { steps: [], problems: [duplicatesExist(context, key, repeated)] }
  const { en, zh } = titleOf(context, key)
  const summary = say(`Make ${en.field} of ${en.object} unique`, `将${zh.object}的${zh.field}设为唯一`)
  if (context.inBackground && (await context.isLarge())) {
    return { steps: [guardUntil(context, index, key), buildIndexLater(context, index, summary)], problems: [] }
  }
  const sql = [createIndex(workspace, table.name, index)]
  return { steps: [step('indexes', summary, sql, { changes: [table.name] })], problems: [] }
}

/** Uniqueness holds from the publish on, whatever is written before the task is done. */
function guardUntil(context: TableContext, index: DesiredIndex, key: UniqueKey): PhasedStep {
  const { workspace: schema, table } = context
  const { en, zh } = titleOf(context, key)
  const summary = say(
    `Refuse what repeats ${en.field} of ${en.object} until its index is built; writes of it look through the table`,
    `在索引建成之前拒绝${zh.object}中${zh.field}重复的写入；此间每次写入都会查找整张表`,
  )
  const sql = createGuard({ schema, table: table.name, index, keys: keysOf(key) })
  return step('triggers', summary, [sql], { refersTo: [table.name] })
}

function titleOf(context: TableContext, { name, parts }: UniqueKey) {
  const titles = parts.map(({ column }) => fieldTitle(context, column))
  const [first] = titles
  if (!first) throw new Error('Nothing is unique')
  const together = name === null ? { en: '', zh: '' } : { en: ' together', zh: '的组合' }
  return {
    en: { object: first.en.object, field: titles.map(({ en }) => en.field).join(' + ') + together.en },
    zh: {
      object: first.zh.object,
      field: (name === null ? '字段' : '') + titles.map(({ zh }) => zh.field).join(' + ') + together.zh,
    },
  }
}

function duplicatesExist(context: TableContext, key: UniqueKey, rows: number): DefinitionProblem {
  const { en, zh } = titleOf(context, key)
  const message = say(
    `${en.field} of ${en.object} cannot be unique: ${rows} rows repeat the value of another; make them differ first`,
    `${zh.object}的${zh.field}无法设为唯一：有 ${rows} 行数据与其他记录重复，请先处理重复数据`,
  )
  const fields = key.parts.map(({ column }) => column.field?.name ?? column.name)
  const pointer = key.name === null ? `/properties/${fields[0]}/x-field/unique` : `/x-object/unique/${key.name}`
  const params = { ...(key.name === null ? { field: fields[0] ?? '' } : { fields: fields.join(', ') }), rows }
  return { kind: 'object', name: context.table.object, code: 'duplicates_exist', pointer, message, params }
}

/** Rows beyond the first of their values; records in the recycle bin do not count. */
function countRepeated(context: TableContext, contents: readonly string[]): Promise<number> {
  const filled = contents.map((content) => `(${content}) is not null`).join(' and ')
  const position = `row_number() over (partition by ${contents.join(', ')} order by t.id) as position`
  const ranked = `(select ${position} from ${context.from} t where t.deleted_at is null and ${filled})`
  return countRows({ ...context, from: ranked }, 't.position > 1')
}
