import type { Catalog, CompiledObject, CompiledRecordType } from '../catalog.ts'
import { GRID_COLUMNS } from '../compile/check-grid.ts'
import { literal } from '../compile/literal.ts'
import { RECORD_TYPE } from '../compile/record-type-field.ts'
import { appError } from '../errors.ts'
import { text } from '../words.ts'
import { defaultLayout, mustBeEntered, placeFields } from './default-layout.ts'
import { defaultView } from './default-view.ts'
import type { LayoutBlock, LayoutDefinition, LayoutPurpose, ViewDefinition } from './page-definitions.ts'

/** The views of an object, the first to be shown first; the default one of the platform when none is defined. */
export function viewsOf(catalog: Catalog, object: string): ViewDefinition[] {
  const definition = catalog.object(object)
  const views = pagesOf<ViewDefinition>(catalog, 'view', object).sort(byPlace)
  return views.length > 0 ? views.map(withType) : [defaultView(definition)]
}

/**
 * A view of an object: the one of that name, else the first to be shown.
 *
 * @throws not_found when the object has no view of that name
 */
export function resolveView(catalog: Catalog, object: string, name?: string): ViewDefinition {
  const views = viewsOf(catalog, object)
  const found = name === undefined ? views[0] : views.find((view) => view.name === name)
  if (!found) throw appError('not_found', { name: name ?? object })
  return found
}

/** A view for records of one type shows no others. */
function withType(view: ViewDefinition): ViewDefinition {
  const { recordType, filter } = view
  if (recordType === undefined) return view
  const ofType = `${RECORD_TYPE} == ${literal(recordType)}`
  return { ...view, filter: filter === undefined ? ofType : `${ofType} && (${filter})` }
}

/**
 * The layout of an object for a purpose; a form shows every field that has to be filled in, whoever forgot it.
 *
 * @param recordType its own layout goes before the one for all types, and it shows and demands what the type does
 */
export function resolveLayout(
  catalog: Catalog,
  object: string,
  { purpose, recordType }: { purpose: LayoutPurpose; recordType?: string | undefined },
): LayoutDefinition {
  const definition = catalog.object(object)
  const layouts = pagesOf<LayoutDefinition>(catalog, 'layout', object)
    .filter((layout) => layout.purpose === purpose)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const chosen =
    layouts.find((layout) => layout.recordType !== undefined && layout.recordType === recordType) ??
    layouts.find((layout) => layout.recordType === undefined)
  const layout = chosen ?? defaultLayout(definition, purpose)
  const type = recordType === undefined ? undefined : definition.recordTypes?.types.get(recordType)
  const whole = chosen && purpose === 'form' ? withForgotten(definition, layout, type) : layout
  return type ? forRecordType(whole, type) : whole
}

/** What the type hides is left out; what it asks for is marked. */
function forRecordType(layout: LayoutDefinition, { hidden, required }: CompiledRecordType): LayoutDefinition {
  const blocks = Object.entries(layout.blocks).flatMap(([key, block]): [string, LayoutBlock][] => {
    if (block.type === 'summary') {
      const shown = Object.entries(block.fields).filter(([path]) => !hidden.has(path.split('.')[0] as string))
      return [[key, { ...block, fields: Object.fromEntries(shown) }]]
    }
    if (block.type !== 'field') return [[key, block]]
    if (hidden.has(block.field)) return []
    return [[key, required.has(block.field) ? { ...block, requiredWhen: 'true' } : block]]
  })
  return { ...layout, blocks: Object.fromEntries(blocks) }
}

function pagesOf<Page extends { object: string }>(catalog: Catalog, kind: 'view' | 'layout', object: string): Page[] {
  const pages = [...catalog.documents(kind).values()] as unknown as Page[]
  return pages.filter((page) => page.object === object)
}

function byPlace(a: ViewDefinition, b: ViewDefinition): number {
  return Number(b.default) - Number(a.default) || a.order - b.order || (a.name < b.name ? -1 : 1)
}

function withForgotten(
  object: CompiledObject,
  layout: LayoutDefinition,
  type: CompiledRecordType | undefined,
): LayoutDefinition {
  const shown = new Set(Object.values(layout.blocks).flatMap((block) => (block.type === 'field' ? [block.field] : [])))
  const forgotten = [...object.fields.values()].filter(
    (field) => (mustBeEntered(field) || type?.required.has(field.name)) && !shown.has(field.name),
  )
  if (forgotten.length === 0) return layout
  const key = freeKey(layout.blocks, 'required_fields')
  const { blocks, rows } = placeFields(forgotten, key, `${key}_`)
  const section: LayoutBlock = {
    type: 'section',
    label: text('Required fields', '必填信息'),
    x: 0,
    y: bottomOf(layout.blocks),
    w: GRID_COLUMNS,
    h: rows + 1,
  }
  return { ...layout, blocks: { ...layout.blocks, [key]: section, ...blocks } }
}

/** A key that no block has or begins with. */
function freeKey(blocks: LayoutDefinition['blocks'], wanted: string): string {
  return Object.keys(blocks).some((key) => key.startsWith(wanted)) ? freeKey(blocks, `${wanted}_`) : wanted
}

/** The first free row of the page grid. */
function bottomOf(blocks: LayoutDefinition['blocks']): number {
  const onPage = Object.values(blocks).filter((block) => block.type === 'section' || block.section === undefined)
  return Math.max(0, ...onPage.map(({ y, h }) => y + h))
}
