import type { Choice } from '@fieldwork/fields'
import { titled } from '@fieldwork/metadata'
import { quoteText } from '../query/sql-text.ts'
import { countRows, fieldTitle } from './plan-context.ts'
import type { PlannedColumn, TableContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** Options that selects do not offer any more. Rows keep them, but then nothing says what the key means. */
export async function planOptions(context: TableContext, columns: PlannedColumn[]): Promise<PhasedStep[]> {
  const steps: PhasedStep[] = []
  for (const planned of columns) {
    for (const option of removedOptions(context, planned)) steps.push(await planOption(context, planned, option))
  }
  return steps
}

function removedOptions({ table, catalog, former }: TableContext, { column }: PlannedColumn): Choice[] {
  const name = column.field?.name ?? ''
  const [before, after] = [former, catalog.objects].map((objects) => objects.get(table.object)?.fields.get(name))
  if (!before?.type.choices || before.type.name !== after?.type.name) return []
  const kept = new Set(after.type.choices?.(after.property).map(({ key }) => key))
  return before.type.choices(before.property).filter(({ key }) => !kept.has(key))
}

async function planOption(
  context: TableContext,
  { column, content }: PlannedColumn,
  { key, label }: Choice,
): Promise<PhasedStep> {
  const holds =
    content === null ? 'false' : `${quoteText(key)} = ${column.type.endsWith('[]') ? `any(${content})` : content}`
  const rows = await countRows(context, holds)
  const { en, zh } = fieldTitle(context, column)
  const option = titled(label, key)
  const consequence =
    rows === 0
      ? say('no row holds it', '没有数据使用该选项')
      : say(
          `${rows} rows hold it; they keep it but show only its key. To merely stop its use, deactivate it (active: false) instead`,
          `有 ${rows} 行数据正在使用；数据保留，但只显示选项键名。如只是不再使用，建议改为停用该选项（active: false）`,
        )
  const summary = say(
    `Remove option ${option.en} from field ${en.field} of ${en.object}: ${consequence.en}`,
    `从${zh.object}的字段${zh.field}移除选项${option['zh-CN']}：${consequence['zh-CN']}`,
  )
  return step('columns', summary, [], { class: rows === 0 ? 'safe' : 'confirm', refersTo: [context.table.name] })
}
