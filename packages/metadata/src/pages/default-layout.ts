import type { LocalizedText } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '../catalog.ts'
import { GRID_COLUMNS } from '../compile/check-grid.ts'
import { RECORD_TYPE } from '../compile/record-type-field.ts'
import { describeLabel, text } from '../words.ts'
import type { LayoutBlock, LayoutDefinition, LayoutPurpose } from './page-definitions.ts'

/** Three short fields stand side by side. */
const SHORT = 8

/** The layout of an object for which none is defined: short fields in three columns, long texts across. */
export function defaultLayout(object: CompiledObject, purpose: LayoutPurpose): LayoutDefinition {
  const sections = purpose === 'form' ? formSections(object) : detailSections(object)
  const blocks: Record<string, LayoutBlock> = {}
  let y = 0
  for (const { key, label, fields } of sections.filter(({ fields }) => fields.length > 0)) {
    // lines come before what only the platform writes
    if (key === SYSTEM) y = placeLines(object, { blocks, y })
    const placed = placeFields(fields, key)
    const h = placed.rows + 1
    blocks[key] = { type: 'section', label, x: 0, y, w: GRID_COLUMNS, h }
    Object.assign(blocks, placed.blocks)
    y += h
  }
  if (purpose === 'form') placeLines(object, { blocks, y })
  const name = `${object.name}_${purpose}_default`
  return { name, object: object.name, purpose, label: describeLabel(name), blocks }
}

/** The section of what the platform fills in. */
const SYSTEM = 'system'

/** Rows that lines take until somebody says otherwise. */
const LINES_ROWS = 6

/**
 * The lines of a record stand under its fields.
 *
 * @returns the first free row after them
 */
function placeLines(
  { collections }: CompiledObject,
  { blocks, y }: { blocks: Record<string, LayoutBlock>; y: number },
): number {
  let end = y
  for (const { name: collection, isLines } of collections.values()) {
    if (!isLines) continue
    blocks[`l_${collection}`] = { type: 'lines', collection, x: 0, y: end, w: GRID_COLUMNS, h: LINES_ROWS }
    end += LINES_ROWS
  }
  return end
}

interface Section {
  key: string
  label: LocalizedText
  fields: CompiledField[]
}

/** What nobody has designed leaves out fields that are not meant to be seen. */
export const isVisible = ({ property }: CompiledField): boolean => property['x-field'].visible !== false

/** A form shows it, whoever forgot it. */
export const mustBeEntered = ({ required, default: value }: CompiledField): boolean => required && value === null

function formSections(object: CompiledObject): Section[] {
  const fields = [...object.fields.values()].filter((field) => isVisible(field) || mustBeEntered(field))
  const own = fields.filter((field) => (!field.system || field.name === 'owner') && isEntered(field))
  // the state of a record is changed by its transitions, its type is chosen before the form opens
  const elsewhere = [object.states?.field, object.recordTypes && RECORD_TYPE]
  return fieldSections(own.filter((field) => !elsewhere.includes(field.name)))
}

/** What callers enter, and what is computed from it while they do. */
const isEntered = (field: CompiledField): boolean => field.type.computed === 'formula' || !field.readOnly

function detailSections(object: CompiledObject): Section[] {
  const fields = [...object.fields.values()].filter(isVisible)
  const own = fields.filter((field) => !field.system || field.name === 'owner')
  const system = fields.filter((field) => field.system && !['id', 'version', 'owner'].includes(field.name))
  return [...fieldSections(own), { key: SYSTEM, label: text('Record', '系统信息'), fields: system }]
}

function fieldSections(fields: CompiledField[]): Section[] {
  return [
    { key: 'basic', label: text('Basic information', '基本信息'), fields: fields.filter((field) => !isLong(field)) },
    { key: 'more', label: text('Description', '详细说明'), fields: fields.filter(isLong) },
  ]
}

/** Blocks of fields in reading order on a section's own grid, and how many rows they take. */
export function placeFields(fields: CompiledField[], section: string, keyPrefix = 'f_') {
  const blocks: Record<string, LayoutBlock> = {}
  let [x, y] = [0, 0]
  for (const field of fields) {
    const w = isLong(field) ? GRID_COLUMNS : SHORT
    if (x + w > GRID_COLUMNS) [x, y] = [0, y + 1]
    blocks[keyPrefix + field.name] = { type: 'field', field: field.name, section, x, y, w, h: 1 }
    x += w
  }
  return { blocks, rows: y + (x > 0 ? 1 : 0) }
}

const isLong = ({ type }: CompiledField): boolean => type.presentation?.isLong === true
