import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog, CompiledObject, LayoutBlock, LayoutDefinition } from '@fieldwork/metadata'
import { say } from '../schema/steps.ts'
import type { DocumentChange } from './stored-documents.ts'

/** What keeps people for good from entering a value, as a condition of a block of a form. */
const CLOSED = [
  ['readOnlyWhen', 'true'],
  ['visibleWhen', 'false'],
] as const

/**
 * In words, the fields that have to be filled in and that changed forms let nobody fill in: without a default no record
 * could be made by them.
 */
export function unfillableFields(catalog: Catalog, changes: readonly DocumentChange[]): LocalizedText[] {
  const names = new Set(changes.flatMap(({ kind, name, after }) => (kind === 'layout' && after ? [name] : [])))
  return [...names].flatMap((name) => {
    const layout = catalog.documents('layout').get(name) as LayoutDefinition | undefined
    const object = layout?.purpose === 'form' ? catalog.objects.get(layout.object) : undefined
    return layout && object ? Object.values(layout.blocks).flatMap((block) => unfillable(object, name, block)) : []
  })
}

function unfillable(object: CompiledObject, layout: string, block: LayoutBlock): LocalizedText[] {
  if (block.type !== 'field') return []
  const field = object.fields.get(block.field)
  const isClosed = CLOSED.some(([condition, always]) => block[condition]?.trim() === always)
  if (!field?.required || field.readOnly || field.default !== null || !isClosed) return []
  if (object.states?.field === field.name) return []
  return [
    say(
      `Nobody can fill in “${field.label.en}” on the form “${layout}”, though it is required: no new record can be saved by it`,
      `表单“${layout}”上必填字段“${field.label['zh-CN']}”始终无法填写，将无法用它保存新记录`,
    ),
  ]
}
