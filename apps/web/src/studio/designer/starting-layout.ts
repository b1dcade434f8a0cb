import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import type { Block, LayoutDefinition, LayoutPurpose, ObjectDefinition, RecordType } from '../model/definitions.ts'
import { optionsOf } from '../model/object-edits.ts'
import { COLUMNS } from './layout-model.ts'
import type { Blocks } from './layout-model.ts'

/** The field that holds the type of a record. */
const RECORD_TYPE = 'record_type'
const SHORT = 8
const LINES_ROWS = 6
const MAX_NAME = 48

/**
 * The layout that an object has while none is designed: short fields in three columns, long texts across.
 *
 * @param type without the fields that this type hides
 */
export function startingLayout(
  object: StudioObject,
  definition: ObjectDefinition,
  purpose: LayoutPurpose,
  type: RecordType = {},
): LayoutDefinition {
  const isMeant = ({ name, required }: CatalogField): boolean =>
    required || definition.properties[name]?.['x-field'].visible !== false
  const fields = object.fields.filter(
    (field) => isShown(field, definition, purpose) && isMeant(field) && type.hidden?.includes(field.name) !== true,
  )
  const own = fields.filter((field) => !field.system || field.name === 'owner')
  const system = fields.filter((field) => field.system && field.name !== 'owner')
  const blocks: Blocks = {}
  addSection(
    blocks,
    'basic',
    { en: 'Basic information', 'zh-CN': '基本信息' },
    own.filter((field) => !isLong(field)),
  )
  addSection(blocks, 'more', { en: 'Description', 'zh-CN': '详细说明' }, own.filter(isLong))
  addLines(blocks, object)
  addSection(blocks, 'system', { en: 'Record', 'zh-CN': '系统信息' }, system)
  return { name: `${object.name}_${purpose}`.slice(0, MAX_NAME), object: object.name, purpose, blocks }
}

/** True for a field that people enter, or that is computed while they do; details show what the platform fills in too. */
export function isShown(field: CatalogField, definition: ObjectDefinition, purpose: LayoutPurpose): boolean {
  if (field.name === 'id' || field.name === 'version') return false
  if (purpose === 'detail') return true
  if (field.system) return field.name === 'owner'
  // the type of a record is chosen before its form opens
  if (field.name === RECORD_TYPE) return false
  if (field.type === 'auto-number' || optionsOf(definition).states?.field === field.name) return false
  return field.type === 'formula' || !field.readOnly
}

function isLong(field: CatalogField): boolean {
  return field.isLong
}

/** How wide a new field's block is. */
export function usualWidth(field: CatalogField | undefined): number {
  return field && isLong(field) ? COLUMNS : SHORT
}

/** The first free row of the page. */
function endOfPage(blocks: Blocks): number {
  const onPage = Object.values(blocks).filter(({ section }) => section === undefined)
  return Math.max(0, ...onPage.map(({ y, h }) => y + h))
}

/** The lines of its records stand under the fields. */
function addLines(blocks: Blocks, { collections }: StudioObject): void {
  const y = endOfPage(blocks)
  const lines = collections.filter(({ isLines }) => isLines)
  lines.forEach(({ name }, at) => {
    blocks[`l_${name}`] = { type: 'lines', collection: name, x: 0, y: y + at * LINES_ROWS, w: COLUMNS, h: LINES_ROWS }
  })
}

function addSection(blocks: Blocks, key: string, label: Block['label'], fields: CatalogField[]): void {
  if (fields.length === 0) return
  let [x, row] = [0, 0]
  const inner: Blocks = {}
  for (const field of fields) {
    const w = usualWidth(field)
    if (x + w > COLUMNS) [x, row] = [0, row + 1]
    inner[`f_${field.name}`] = { type: 'field', field: field.name, section: key, x, y: row, w, h: 1 }
    x += w
  }
  const y = endOfPage(blocks)
  Object.assign(blocks, { [key]: { type: 'section', label, x: 0, y, w: COLUMNS, h: row + 2 } }, inner)
}
