import { resolveLayout } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, LayoutBlock, PrintBlock, PrintTemplateDefinition } from '@fieldwork/metadata'

/** The name by which the template is asked for that the platform makes. */
export const DEFAULT_TEMPLATE = 'default'

/** Rows above the blocks of the layout. */
const HEAD_ROWS = 2

/** How records are printed for which nobody has drawn a template: as their detail page shows them. */
export function defaultTemplate(
  catalog: Catalog,
  object: CompiledObject,
  recordType: string | undefined,
): PrintTemplateDefinition {
  const { blocks } = resolveLayout(catalog, object.name, { purpose: 'detail', recordType })
  const printed = Object.entries(blocks).flatMap(([key, block]): [string, PrintBlock][] => {
    const made = printBlock(block)
    return made ? [[key, made]] : []
  })
  const name = `{{ ${object.nameField} }}`
  const title: PrintBlock = {
    type: 'text',
    text: { en: `${object.label.en} ${name}`, 'zh-CN': `${object.label['zh-CN']} ${name}` },
    size: 14,
    bold: true,
    x: 0,
    y: 0,
    w: 24,
    h: HEAD_ROWS,
  }
  return {
    name: DEFAULT_TEMPLATE,
    object: object.name,
    label: { en: 'As on the page', 'zh-CN': '按详情页打印' },
    order: 10_000,
    active: true,
    paper: 'A4',
    orientation: 'portrait',
    margin: 15,
    size: 9,
    watermark: true,
    footer: {
      left: { en: '{{ user.name }}', 'zh-CN': '{{ user.name }}' },
      right: { en: 'Page {{ page }} of {{ pages }}', 'zh-CN': '第 {{ page }} 页，共 {{ pages }} 页' },
    },
    blocks: { fw_title: title, ...Object.fromEntries(printed) },
  }
}

/** What can be printed of a block; lists of other records, files and buttons are for the screen. */
function printBlock(block: LayoutBlock): PrintBlock | null {
  const { x, w, h, visibleWhen } = block
  const isOnPage = block.type === 'section' || block.section === undefined
  const y = block.y + (isOnPage ? HEAD_ROWS : 0)
  const place = { x, y, w, h, ...(visibleWhen !== undefined && { visibleWhen }) }
  const section = block.type !== 'section' && block.section !== undefined ? { section: block.section } : {}
  if (block.type === 'section') return { type: 'section', ...(block.label && { label: block.label }), ...place }
  if (block.type === 'field')
    return { type: 'field', field: block.field, ...(block.label && { label: block.label }), ...section, ...place }
  if (block.type === 'text') return { type: 'text', text: block.text, ...section, ...place }
  if (block.type !== 'lines') return null
  const { collection, label, columns } = block
  const shown = Object.entries(columns ?? {}).map(
    ([path, { order, aggregate }]) => [path, { order, ...(aggregate === 'sum' && { total: true }) }] as const,
  )
  return {
    type: 'lines',
    collection,
    ...(label && { label }),
    ...(shown.length > 0 && { columns: Object.fromEntries(shown) }),
    ...section,
    ...place,
  }
}
