import { TEMPLATE_PART, isPageCount } from '@fieldwork/metadata'
import type { CompiledObject, LocalizedText, PrintTemplateDefinition } from '@fieldwork/metadata'

/** What a template has to know of a record before it can be drawn. */
export interface TemplateNeeds {
  /** fields and paths */
  paths: ReadonlySet<string>
  /** expressions that are no paths */
  expressions: ReadonlySet<string>
  /** by block, the condition under which it is printed */
  conditions: ReadonlyMap<string, string>
}

const PATH = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/

/** Whether an expression is nothing but a field or a path: it is written as that field is. */
const isPath = ({ fields }: Pick<CompiledObject, 'fields'>, expression: string): boolean =>
  PATH.test(expression) && fields.has(expression.split('.')[0]!)

/** What stands between the braces of a text. */
const partsOfText = (text: string): string[] => [...text.matchAll(TEMPLATE_PART)].map(([, part = '']) => part.trim())

/** What a template needs of a record of its object, in one language. */
export function templateNeeds(
  template: PrintTemplateDefinition,
  object: CompiledObject,
  locale: keyof LocalizedText,
): TemplateNeeds {
  const paths = new Set([object.nameField])
  const expressions = new Set<string>()
  const conditions = new Map<string, string>()
  const ask = (expression: string) => void (isPath(object, expression) ? paths : expressions).add(expression)
  const askText = (text: LocalizedText | undefined, isMargin = false) =>
    partsOfText(text?.[locale] ?? '').forEach((part) => (isMargin && isPageCount(part) ? undefined : ask(part)))
  askText(template.fileName)
  for (const margin of [template.header, template.footer])
    for (const text of Object.values(margin ?? {})) askText(text, true)
  for (const [key, block] of Object.entries(template.blocks)) {
    if (block.visibleWhen !== undefined) conditions.set(key, block.visibleWhen)
    if (block.type === 'field') paths.add(block.field)
    if (block.type === 'image' && block.field !== undefined) paths.add(block.field)
    if (block.type === 'totals') Object.keys(block.fields).forEach((path) => paths.add(path))
    if (block.type === 'text') askText(block.text)
    if (block.type === 'barcode') ask(block.value)
  }
  return { paths, expressions, conditions }
}
