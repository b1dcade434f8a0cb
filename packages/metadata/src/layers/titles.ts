import type { LocalizedText } from '@fieldwork/fields'
import type { Definition, Kind, OwnKind } from '../catalog.ts'
import { isPluginKind } from '../plugin-kinds.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import { describeLabel, text } from '../words.ts'

/** How sentences name a thing: its label and, for those who know it, its technical name: `Customer (customer)`. */
export const titled = (label: LocalizedText, name: string): LocalizedText =>
  text(`${label.en} (${name})`, `${label['zh-CN']}（${name}）`)

const kindWords: Record<OwnKind, LocalizedText> = {
  object: text('Object', '对象'),
  dimension: text('Dimension', '管理维度'),
  parameter: text('Parameter', '参数'),
  deadline: text('Deadline', '时限'),
  calendar: text('Calendar', '工作日历'),
  connection: text('Connection', '外部连接'),
  'member-rule': text('Member rule', '相关人员规则'),
  workflow: text('Workflow', '工作流'),
  approval: text('Approval chain', '审批流'),
  view: text('View', '视图'),
  layout: text('Layout', '布局'),
  'print-template': text('Print template', '打印模板'),
  app: text('App', '应用'),
  role: text('Role', '角色'),
  conversion: text('Conversion', '转换'),
  translation: text('Translation', '翻译'),
}

type LabelOf = (object: string) => LocalizedText | undefined

/**
 * How a sentence that begins with a document names it: `Layout Customer form (customer_form)`.
 *
 * @param labelOf labels of objects, for pages that have none of their own
 */
export function titleOfDocument(kind: Kind, definition: Definition, labelOf?: LabelOf): LocalizedText {
  const words = isPluginKind(kind) ? text(kind, kind) : kindWords[kind]
  const title = titled(labelOfDocument(kind, definition, labelOf), definition.name)
  return text(`${words.en} ${title.en}`, `${words['zh-CN']}${title['zh-CN']}`)
}

const purposes: Record<string, LocalizedText> = { form: text(' form', '表单'), detail: text(' detail', '详情') }

/** The label of a document, or one made from its name. */
export function labelOfDocument(kind: Kind, definition: Definition, labelOf?: LabelOf): LocalizedText {
  const label = ownValue(kind === 'object' ? definition['x-object'] : definition, 'label')
  const made = describeLabel(definition.name)
  if (isPlainObject(label) && label['zh-CN'] !== made['zh-CN']) return label as LocalizedText
  const purpose = kind === 'layout' ? purposes[String(definition.purpose)] : undefined
  const object = purpose && labelOf?.(String(definition.object))
  return object ? text(object.en + purpose.en, object['zh-CN'] + purpose['zh-CN']) : made
}
