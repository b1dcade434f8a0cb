import type { CompiledField, CompiledObject } from '../catalog.ts'
import { text } from '../words.ts'
import { isVisible } from './default-layout.ts'
import type { ViewColumn, ViewDefinition } from './page-definitions.ts'

/** Columns that a list begins with when nobody has defined a view. */
const MAX_COLUMNS = 8

/** The view of an object for which none is defined: its name and state first, then what fits, newest records on top. */
export function defaultView(object: CompiledObject): ViewDefinition {
  const columns: Record<string, ViewColumn> = {}
  columnFields(object).forEach((field, at) => {
    columns[field.name] = { order: (at + 1) * 10, ...(at === 0 && { width: 240, frozen: true }) }
  })
  return {
    name: `${object.name}_default`,
    object: object.name,
    label: text(`All`, `全部${object.label['zh-CN']}`),
    type: object.hierarchy === null ? 'table' : 'tree',
    columns,
    sort: object.hierarchy === null ? '-created_at' : object.nameField,
    default: true,
    order: 0,
  }
}

function columnFields(object: CompiledObject): CompiledField[] {
  const fields = [...object.fields.values()]
  const name = fields.filter((field) => field.name === object.nameField)
  const others = fields.filter(
    (field) => !field.system && field.name !== object.nameField && isVisible(field) && fitsInCell(field),
  )
  const state = others.filter((field) => field.name === object.states?.field)
  const own = [...state, ...others.filter((field) => !state.includes(field))]
  const system = (key: string) => object.fields.get(key) ?? []
  const shown = [...name, ...own].slice(0, MAX_COLUMNS - 1).concat(system('owner'))
  return shown.length < MAX_COLUMNS ? shown.concat(system('created_at')) : shown
}

const fitsInCell = ({ type }: CompiledField): boolean => type.presentation?.isLong !== true
