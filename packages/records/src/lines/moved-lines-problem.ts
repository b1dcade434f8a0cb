import { labelsOf } from '@fieldwork/database'
import type { AppError, CompiledCollection } from '@fieldwork/metadata'
import { pointerOf } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { WriteContext } from '../write-context.ts'

/** A line that belongs to another record and cannot be moved. */
export interface MovedLine {
  id: string
  /** id of the other record */
  other: string
  /** why it cannot */
  error: AppError
}

interface Input {
  /** of the record that is restored */
  object: string
  collection: CompiledCollection
  stuck: readonly MovedLine[]
}

/** One problem with all of them, with labels as far as the actor may see these. */
export async function movedLinesProblem(ctx: WriteContext, { object, collection, stuck }: Input): Promise<Problem> {
  const ids = new Map([[collection.object, new Set(stuck.map(({ id }) => id))]])
  const others = ids.get(object) ?? new Set()
  for (const { other } of stuck) others.add(other)
  ids.set(object, others)
  const labels = await labelsOf(ctx, ids)
  const named = (of: string, id: string) => ({ id, label: labels.get(of)?.get(id) ?? null })
  const lines = stuck.map(({ id, other, error }) => {
    const record = labels.get(object)?.has(other) ? { object, ...named(object, other) } : null
    return { ...named(collection.object, id), record, reason: reasonOf(error) }
  })
  const list = (locale: keyof LocalizedText, [open, close]: [string, string]) =>
    lines.map(({ label, id, record, reason }) => {
      const where = record?.label ? `${open}${record.label}${close}` : ''
      return `${label || id}${where}${locale === 'en' ? ': ' : '：'}${reason[locale]}`
    })
  return {
    pointer: pointerOf(collection.name),
    code: 'moved_lines',
    message: {
      en: `Lines have moved to or from other records and cannot be moved back: ${list('en', [' (', ')']).join('; ')}`,
      'zh-CN': `以下明细已在其他记录之间移动，无法移回：${list('zh-CN', ['（', '）']).join('；')}`,
    },
    params: { lines },
  }
}

/** What stands in the way, by name where it is known. */
function reasonOf({ problems, localized }: AppError): LocalizedText {
  if (problems.length === 0) return localized
  const told = (locale: keyof LocalizedText, between: string) =>
    problems.map(({ message }) => message[locale]).join(between)
  return { en: told('en', ', '), 'zh-CN': told('zh-CN', '，') }
}
