import type { LocalizedText } from '@fieldwork/fields'
import type { Definition, Kind } from '../catalog.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import { describeLabel, text } from '../words.ts'

/** How sentences name a thing: its label and, for those who know it, its technical name: `Customer (customer)`. */
export const titled = (label: LocalizedText, name: string): LocalizedText =>
  text(`${label.en} (${name})`, `${label['zh-CN']}（${name}）`)

const kindWords: Record<Kind, LocalizedText> = {
  object: text('Object', '对象'),
  view: text('View', '视图'),
  layout: text('Layout', '布局'),
  app: text('App', '应用'),
  role: text('Role', '角色'),
  translation: text('Translation', '翻译'),
}

/** How a sentence that begins with a document names it: `Layout Customer form (customer_form)`. */
export function titleOfDocument(kind: Kind, definition: Definition): LocalizedText {
  const words = kindWords[kind]
  const title = titled(labelOf(kind, definition), definition.name)
  return text(`${words.en} ${title.en}`, `${words['zh-CN']}${title['zh-CN']}`)
}

function labelOf(kind: Kind, definition: Definition): LocalizedText {
  const label = ownValue(kind === 'object' ? definition['x-object'] : definition, 'label')
  return isPlainObject(label) ? (label as LocalizedText) : describeLabel(definition.name)
}
