import type { LocalizedText } from '@fieldwork/expressions'

import { suggestName } from '../../model/api-name.ts'
import type { SelectOption } from '../../model/definitions.ts'

/** A choice while it is edited: `id` stays while the key is still being written. */
export interface OptionRow {
  id: string
  key: string
  /** the key was written by hand or is published, so it does not follow the label */
  isKeyOwn: boolean
  option: SelectOption
}

/** The choices in their order. */
export function optionRows(options: Record<string, SelectOption>): OptionRow[] {
  return Object.entries(options)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([key, option]) => ({ id: key, key, isKeyOwn: true, option }))
}

/** The choices as the definition has them: numbered in their order; of equal keys the first one stays. */
export function optionsOfRows(rows: OptionRow[]): Record<string, SelectOption> {
  const options: Record<string, SelectOption> = {}
  rows.forEach(({ key, option }, index) => {
    if (key === '' || Object.hasOwn(options, key)) return
    const { active, color, code, ...rest } = option
    const order = index + 1
    const said = { ...(color ? { color } : {}), ...(code ? { code } : {}), ...(active === false ? { active } : {}) }
    options[key] = { ...rest, order, ...said }
  })
  return options
}

/** Changes a choice's label; its key follows until it is written by hand. */
export function withLabel(rows: OptionRow[], id: string, label: LocalizedText): OptionRow[] {
  return rows.map((row) => {
    if (row.id !== id) return row
    const taken = rows.filter((other) => other.id !== id).map((other) => other.key)
    const key = row.isKeyOwn ? row.key : suggestName({ label: label.en, fallback: 'option', taken })
    return { ...row, key, option: { ...row.option, label } }
  })
}

/** Puts a choice at a position among the others. */
export function movedRow(rows: OptionRow[], id: string, position: number): OptionRow[] {
  const moved = rows.find((row) => row.id === id)
  if (!moved) return rows
  const rest = rows.filter((row) => row.id !== id)
  const target = Math.max(0, Math.min(position, rest.length))
  return [...rest.slice(0, target), moved, ...rest.slice(target)]
}
